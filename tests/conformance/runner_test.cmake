# Feeds the runner good and broken expectations and checks its exit codes and prints.

function(expect code pattern)
    execute_process(COMMAND ${RUNNER} ${ARGN} RESULT_VARIABLE got OUTPUT_VARIABLE out ERROR_VARIABLE err)
    if(NOT got EQUAL code OR NOT "${out}${err}" MATCHES "${pattern}")
        message(FATAL_ERROR "watchglass_conformance ${ARGN}: expected exit code ${code} and '${pattern}', got ${got}: ${out}${err}")
    endif()
endfunction()

function(body_case entries error)
    file(WRITE ${WORK}/exposition/text.json
        "{\"cases\": [{\"id\": \"made-up\", \"format\": \"text\", \"options\": {}, \"input\": \"m{a=\\\"b\\\"} 1.5\\n\", \"entries\": ${entries}${error}}]}")
endfunction()

file(REMOVE_RECURSE ${WORK})
file(MAKE_DIRECTORY ${WORK}/exposition)
set(good "{\"entry\": \"series\", \"labels\": {\"__name__\": \"m\", \"a\": \"b\"}, \"value\": \"1.5\"}")

body_case("[${good}]" "")
expect(0 "exposition: 1 passed, 0 failed, 0 skipped" exposition --dir ${WORK})
expect(0 "exposition: 1 passed" --dir ${WORK})

# Each of these differs in one thing.
foreach(broken
        "[]"
        "[${good}, ${good}]"
        "[{\"entry\": \"series\", \"labels\": {\"__name__\": \"m\", \"a\": \"b\"}, \"value\": \"1.6\"}]"
        "[{\"entry\": \"series\", \"labels\": {\"__name__\": \"m\"}, \"value\": \"1.5\"}]"
        "[{\"entry\": \"series\", \"labels\": {\"__name__\": \"m\", \"a\": \"b\", \"c\": \"d\"}, \"value\": \"1.5\"}]"
        "[{\"entry\": \"series\", \"labels\": {\"__name__\": \"m\", \"a\": \"b\"}, \"value\": \"1.5\", \"timestamp_ms\": 1}]"
        "[{\"entry\": \"histogram\", \"labels\": {\"__name__\": \"m\", \"a\": \"b\"}, \"value\": \"1.5\"}]")
    body_case("${broken}" "")
    expect(1 "FAIL exposition made-up.*0 passed, 1 failed" exposition --dir ${WORK})
endforeach()
body_case("[${good}]" ", \"error\": \"something\"")
expect(1 "1 failed" exposition --dir ${WORK})

# Files that hold no cases test nothing and must not look like success.
file(WRITE ${WORK}/exposition/text.json "{\"cases\": []}")
expect(1 "1 failed" exposition --dir ${WORK})
file(WRITE ${WORK}/exposition/text.json "{\"cases\": [")
expect(1 "1 failed" exposition --dir ${WORK})
file(REMOVE ${WORK}/exposition/text.json)
expect(1 "1 failed" exposition --dir ${WORK})

expect(2 "usage:" no-such-area --dir ${WORK})
expect(2 "usage:" --dir)
expect(77 "nothing was tested" --dir ${WORK}/absent)
file(REMOVE_RECURSE ${WORK})
