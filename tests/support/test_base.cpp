// Holds nothing: the library exists for the precompiled headers that the test programs share.
