-- For wrk: sends the lines of a file in turn, each as a request, and says at the end what came back.
-- Arguments: the method, the path (of a POST), the file. A line is the path of a GET or the JSON body of a POST.
local requests, at = {}, 0

function init(arguments)
  local method, path, file = arguments[1], arguments[2], arguments[3]
  for line in io.lines(file) do
    if method == "GET" then
      requests[#requests + 1] = wrk.format("GET", line)
    else
      requests[#requests + 1] = wrk.format(method, path, { ["Content-Type"] = "application/json" }, line)
    end
  end
end

function request()
  at = at % #requests + 1
  return requests[at]
end

function done(summary, latency)
  local wrong = summary.errors
  local errors = wrong.connect + wrong.read + wrong.write + wrong.timeout + wrong.status
  print(string.format("told %d %d %d %d", summary.requests, summary.duration, errors, latency:percentile(99)))
end
