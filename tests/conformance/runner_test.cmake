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

# The HTTP API: one request, answers that differ in one thing each.
function(api_case status body)
    file(WRITE ${WORK}/api/replay.json "{\"cases\": [{\"id\": \"made-up\", \"request\": {\"method\": \"GET\", \"path\": \"/api/v1/query\", \"params\": {\"query\": \"up\", \"time\": \"1700000060\"}}, \"status\": ${status}, \"content_type\": \"application/json\", \"body\": ${body}}]}")
endfunction()

file(MAKE_DIRECTORY ${WORK}/api)
file(WRITE ${WORK}/api/dataset.json "{\"series\": [{\"labels\": {\"__name__\": \"up\", \"a\": \"1\"}, \"samples\": [[1700000000000, \"1.5\"]]}, {\"labels\": {\"__name__\": \"up\", \"a\": \"2\"}, \"samples\": [[1700000000000, \"2\"]]}]}")
set(one "{\"metric\": {\"__name__\": \"up\", \"a\": \"1\"}, \"value\": [1700000060, \"1.5\"]}")
set(two "{\"metric\": {\"a\": \"2\", \"__name__\": \"up\"}, \"value\": [1700000060, \"2\"]}")
set(head "{\"status\": \"success\", \"data\": {\"resultType\": \"vector\", \"result\": ")
api_case(200 "${head}[${two}, ${one}]}}")
expect(0 "api: 1 passed, 0 failed, 0 skipped" api --dir ${WORK})
api_case(400 "${head}[${one}, ${two}]}}")
expect(1 "FAIL api made-up.*status 400" api --dir ${WORK})
foreach(broken
        "${head}[${one}]}}"
        "${head}[${one}, ${two}, ${two}]}}"
        "${head}[${one}, ${one}]}}"
        "${head}[${one}, ${two}], \"stats\": {}}}"
        "${head}[${one}, ${two}]}, \"warnings\": [\"w\"]}"
        "${head}[${one}, {\"metric\": {\"__name__\": \"up\", \"a\": \"2\"}, \"value\": [1700000060, \"2.00000001\"]}]}}"
        "${head}[${one}, {\"metric\": {\"__name__\": \"up\", \"a\": \"2\"}, \"value\": [1700000061, \"2\"]}]}}"
        "${head}[${one}, {\"metric\": {\"__name__\": \"up\"}, \"value\": [1700000060, \"2\"]}]}}"
        "{\"status\": \"error\"}")
    api_case(200 "${broken}")
    expect(1 "FAIL api made-up.*0 passed, 1 failed" api --dir ${WORK})
endforeach()
file(REMOVE ${WORK}/api/dataset.json)
expect(1 "1 failed" api --dir ${WORK})

# What Grafana answers: texts, numbers, colours and refusals, each broken in one thing.
function(grafana_case file body)
    file(WRITE ${WORK}/grafana/${file}.json "{\"now\": \"2024-05-15T12:34:56.789Z\", \"cases\": [{\"id\": \"made-up\", ${body}}]}")
endfunction()

file(MAKE_DIRECTORY ${WORK}/grafana)
foreach(row "[1536, null, \"1.50\", \" KiB\", \"1.50 KiB\"], [null, null, \"\", null, \"\"]")
    grafana_case(value-format "\"kind\": \"valueFormat\", \"unit\": \"bytes\", \"decimals\": null, \"rows\": [${row}]")
    expect(0 "grafana/value-format.json: 2 passed, 0 failed, 0 skipped.*grafana: 2 passed, 0 failed" grafana --dir ${WORK})
endforeach()
foreach(row
        "[1536, null, \"1.5\", \" KiB\", \"1.5 KiB\"]"
        "[1536, null, \"1.50\", \"KiB\", \"1.50KiB\"]"
        "[1536, \" \", \"1.50\", \" KiB\", \"1.50 KiB\"]"
        "[1024, null, \"1.50\", \" KiB\", \"1.50 KiB\"]")
    grafana_case(value-format "\"kind\": \"valueFormat\", \"unit\": \"bytes\", \"decimals\": null, \"rows\": [${row}]")
    expect(1 "FAIL grafana made-up.*0 passed, 1 failed" grafana --dir ${WORK})
endforeach()
file(REMOVE ${WORK}/grafana/value-format.json)

set(values "\"kind\": \"reduceField\", \"input\": {\"type\": \"number\", \"values\": [1, 2, 4], \"reducers\": \"each\"}, \"expected\":")
grafana_case(reducers "${values} {\"mean\": 2.3333333333333335, \"count\": 3, \"step\": 1}")
expect(0 "grafana: 1 passed" grafana --dir ${WORK})
foreach(expected "{\"mean\": 2.333333333}" "{\"count\": \"3\"}" "{\"step\": null}" "{\"nosuch\": 1}" "[1]")
    grafana_case(reducers "${values} ${expected}")
    expect(1 "FAIL grafana made-up.*0 passed, 1 failed" grafana --dir ${WORK})
endforeach()
file(REMOVE ${WORK}/grafana/reducers.json)

grafana_case(palette "\"kind\": \"namedColor\", \"theme\": \"dark\", \"name\": \"red\", \"hex\": \"#f2495cff\"")
expect(0 "grafana: 1 passed" grafana --dir ${WORK})
foreach(hex "#f2495dff" "#f2495c80" "nothing")
    grafana_case(palette "\"kind\": \"namedColor\", \"theme\": \"dark\", \"name\": \"red\", \"hex\": \"${hex}\"")
    expect(1 "FAIL grafana made-up" grafana --dir ${WORK})
endforeach()
file(REMOVE ${WORK}/grafana/palette.json)

# Where Grafana refuses, an answer is wrong, and the other way round.
foreach(pair "(a;0" "a;1")
    list(GET pair 0 regex)
    list(GET pair 1 code)
    grafana_case(variable-options "\"kind\": \"variableOptions\", \"input\": {\"items\": [{\"text\": \"a\"}], \"regex\": \"${regex}\", \"sort\": 0}, \"expected\": {\"$\": \"throws\"}")
    expect(${code} "grafana: " grafana --dir ${WORK})
endforeach()
file(REMOVE ${WORK}/grafana/variable-options.json)

# What there is no adapter for is a failure, not a gap.
grafana_case(no-such-file "\"kind\": \"x\", \"expected\": 1")
expect(1 "no adapter.*grafana/no-such-file.json: 0 passed, 1 failed" grafana --dir ${WORK})
grafana_case(palette "\"kind\": \"no such kind\", \"expected\": 1")
expect(1 "grafana/palette.json: 0 passed, 1 failed" grafana --dir ${WORK})
file(REMOVE_RECURSE ${WORK}/grafana)

expect(2 "usage:" no-such-area --dir ${WORK})
expect(2 "usage:" --dir)
expect(77 "nothing was tested" --dir ${WORK}/absent)
file(REMOVE_RECURSE ${WORK})
