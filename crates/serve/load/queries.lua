-- Queries for wrk: one or two words, frequent and rare; every fourth asks for the exact tier only.
-- At the end it prints how often each status was answered.
local queries = { "经济", "碳中和", "华为", "俄乌", "粤港澳大湾区", "人工智能+就业", "村超", "微短剧" }
local asked, threads = 0, {}

local function encoded(text)
  return (text:gsub("[\128-\255]", function(byte) return string.format("%%%02X", byte:byte()) end))
end

for at, query in ipairs(queries) do queries[at] = encoded(query) end

function setup(thread)
  table.insert(threads, thread)
end

function init()
  statuses, told = {}, ""
end

function request()
  asked = asked + 1
  local query = queries[asked % #queries + 1]
  return wrk.format("GET", "/api/search?q=" .. query .. (asked % 4 == 0 and "&exact=true" or ""))
end

function response(status)
  statuses[status] = (statuses[status] or 0) + 1
  told = ""
  for each, times in pairs(statuses) do told = told .. " " .. each .. ": " .. times end
end

function done(summary, latency)
  local errors = summary.errors
  print(string.format("p50 %.1f ms, p99 %.1f ms, most %.1f ms", latency:percentile(50) / 1000, latency:percentile(99) / 1000, latency.max / 1000))
  print(string.format("not connected %d, broken off %d, late %d", errors.connect, errors.read + errors.write, errors.timeout))
  for _, thread in ipairs(threads) do print("statuses" .. thread:get("told")) end
end
