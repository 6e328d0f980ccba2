# Runs the area grafana and checks that the files named in COMPLETE have no failure.

if(NOT IS_DIRECTORY ${DATA}/grafana)
    message(STATUS "no conformance data")
    return()
endif()
execute_process(COMMAND ${RUNNER} grafana --dir ${DATA} OUTPUT_VARIABLE out)
foreach(file ${COMPLETE})
    if(NOT out MATCHES "grafana/${file}.json: [0-9]+ passed, 0 failed, 0 skipped")
        string(REGEX MATCH "grafana/${file}.json: [^\n]*" line "${out}")
        message(SEND_ERROR "grafana/${file}.json is not complete any more: ${line}")
    endif()
endforeach()
