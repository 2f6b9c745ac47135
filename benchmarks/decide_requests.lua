-- Requests for wrk, no two alike: `wrk -s decide_requests.lua URL -- TOKEN NAME [keep=no]`.
-- Each has an id of its own and states other facts; NAME begins the ids of a run. In the end, a line of JSON with figures.
local tiers = {"poc", "standard", "enterprise", "managed"}
local activities = {"problem_diagnosis", "bug_fix", "usage_question", "task_execution", "installation", "task_guidance"}
local places = {"production", "development"}
local losses = {"none", "minor", "moderate", "severe", "complete"}
local functions = {"intact", "noncritical_loss", "impaired", "partly_disabled"}
local number = 0

function init(arguments)
  name = arguments[2]
  path = "/v1/decide" .. (arguments[3] and "?" .. arguments[3] or "")
  headers = {["Authorization"] = "Bearer " .. arguments[1], ["Content-Type"] = "application/json"}
end

local function pick(list, every)
  return list[math.floor(number / every) % #list + 1]
end

function request()
  number = number + 1
  local minute = number % 600
  local body = string.format(
    '{"id":"%s-%d","received":"2026-03-%02dT%02d:%02d:%02dZ","policy":"jumpmind","tier":"%s","facts":{' ..
    '"activity":"%s","environment":"%s","service_loss":"%s","functionality":"%s","version_age_months":%d}}',
    name, number, 2 + number % 27, 8 + math.floor(minute / 60), minute % 60, number % 60, pick(tiers, 1),
    pick(activities, 4), pick(places, 24), pick(losses, 48), pick(functions, 240), number % 30)
  return wrk.format("POST", path, headers, body)
end

function done(summary, latency, requests)
  local errors = summary.errors
  io.write(string.format(
    '{"requests":%d,"seconds":%.3f,"p50_ms":%.2f,"p99_ms":%.2f,"max_ms":%.2f,"refused":%d,"failed":%d}\n',
    summary.requests, summary.duration / 1e6, latency:percentile(50) / 1e3, latency:percentile(99) / 1e3,
    latency.max / 1e3, errors.status, errors.connect + errors.read + errors.write + errors.timeout))
end
