-- Neovim's own LSP client, without any plugin: a lens runs a test, its failure is a diagnostic on its line, the next run of a text
-- that is not saved takes it away. Started by `run`, which names the client's command and the copy of examples/shop.
local command, root, report = vim.env.TLS_COMMAND, vim.env.TLS_PROJECT, vim.env.TLS_REPORT
local PATIENCE = 120000
local TEST = root .. '/checkout/src/test/java/shop/checkout/ReceiptTest.java'
local cases, failure = {}, nil

local function step(name, act)
  if failure then return end
  local began = vim.loop.hrtime()
  local ok, problem = pcall(act)
  if not ok then failure = tostring(problem) end
  local seconds = (vim.loop.hrtime() - began) / 1e9
  table.insert(cases, { name = name, seconds = seconds, failure = failure })
  io.write(string.format('%s %.1f s  %s%s\n', ok and 'ok  ' or 'FAIL', seconds, name, ok and '' or '\n' .. failure))
end

--- Waits until `what` is true, and returns it.
local function await(name, what)
  local seen
  assert(vim.wait(PATIENCE, function()
    seen = what()
    return seen
  end, 20), 'not within two minutes: ' .. name)
  return seen
end

local function ask(method, params)
  local answers, problem = vim.lsp.buf_request_sync(0, method, params, PATIENCE)
  assert(answers, method .. ': ' .. tostring(problem))
  for _, answer in pairs(answers) do
    assert(not answer.err, method .. ': ' .. vim.inspect(answer.err))
    return answer.result
  end
end

local function lens(title, test)
  for _, it in ipairs(ask('textDocument/codeLens', { textDocument = vim.lsp.util.make_text_document_params() })) do
    if it.command.title == title and it.command.arguments[1]:find(test, 1, true) then return it end
  end
end

local function run(test)
  return ask('workspace/executeCommand', { command = 'tls.run', arguments = lens('Run', test).command.arguments })
end

local ended = 0
local shown = {}
local showMessage = vim.lsp.handlers['window/showMessage']
vim.lsp.handlers['window/showMessage'] = function(...)
  table.insert(shown, select(2, ...).message)
  return showMessage(...)
end
local progress = vim.lsp.handlers['$/progress']
vim.lsp.handlers['$/progress'] = function(...)
  if select(2, ...).value.kind == 'end' then ended = ended + 1 end
  return progress(...)
end

vim.cmd('edit ' .. vim.fn.fnameescape(TEST))
local buffer = vim.api.nvim_get_current_buf()
local client

step('it starts and tells what it can do', function()
  client = vim.lsp.start_client({ name = 'tls', cmd = { command, 'lsp' }, root_dir = root })
  assert(client, 'no client')
  vim.lsp.buf_attach_client(buffer, client)
  await('the answer to initialize', function() return vim.lsp.get_client_by_id(client).initialized end)
  assert(vim.lsp.get_client_by_id(client).server_capabilities.codeLensProvider, 'no lenses')
end)

step('tests have lenses to run and to debug them', function()
  assert(lens('Run', '#looksLikeThis()'), 'nothing runs looksLikeThis')
  assert(lens('Debug', '#looksLikeThis()'), 'nothing debugs looksLikeThis')
end)

step('a lens runs its test', function()
  run('#looksLikeThis()')
  await('its end', function() return ended == 1 end)
  await('a lens that says how it ended', function()
    local answers = ask('textDocument/codeLens', { textDocument = vim.lsp.util.make_text_document_params() })
    for _, it in ipairs(answers) do if it.command.title:match('^passed in') then return true end end
  end)
  assert(#vim.diagnostic.get(buffer) == 0, 'a green test has a diagnostic')
end)

local line = vim.fn.search('"receipt.txt"', 'nw')

step('a text that is not saved is run, and its failure stands on its line', function()
  local text = vim.fn.getline(line)
  vim.fn.setline(line, (text:gsub('receipt.lines', '"another receipt".lines')))
  local green = ended
  run('#looksLikeThis()')
  local red = await('a diagnostic', function()
    local all = vim.diagnostic.get(buffer)
    return #all == 1 and all[1]
  end)
  assert(red.lnum == line - 1, 'on line ' .. red.lnum + 1 .. ' instead of ' .. line)
  assert(red.severity == vim.diagnostic.severity.ERROR and red.source == 'tls', vim.inspect(red))
  -- A failure is told before its run has ended.
  await('its end', function() return ended > green end)
  vim.fn.setline(line, text)
  await('the diagnostic to go with its line', function() return #vim.diagnostic.get(buffer) == 0 end)
  local before = ended
  run('#looksLikeThis()')
  await('its end', function() return ended > before end)
  assert(#vim.diagnostic.get(buffer) == 0, 'a mended test has a diagnostic')
end)

step('a hover tells the last outcomes', function()
  local hover = ask('textDocument/hover', { textDocument = vim.lsp.util.make_text_document_params(), position = { line = line - 2, character = 8 } })
  assert(hover.contents.value:match('passed in') and hover.contents.value:match('before that: failed, passed'), vim.inspect(hover))
end)

step('debugging tells where to attach, and ends when it is cancelled', function()
  local id = ask('workspace/executeCommand', { command = 'tls.debug', arguments = lens('Debug', '#looksLikeThis()').command.arguments })
  await('the address', function() return shown[#shown] and shown[#shown]:match('127%.0%.0%.1:%d+') end)
  local before = ended
  ask('workspace/executeCommand', { command = 'tls.cancel', arguments = { id } })
  await('its end', function() return ended > before end)
end)

vim.lsp.stop_client(client)
local file = assert(io.open(report, 'w'))
file:write(string.format('<testsuite name="neovim" tests="%d">\n', #cases))
for _, it in ipairs(cases) do
  local problem = it.failure and '<failure message="' .. it.failure:gsub('[^%C\n]', ''):gsub('[<>&"\n]', function(c) return '&#' .. c:byte() .. ';' end) .. '"/>' or ''
  file:write(string.format('  <testcase classname="neovim" name="%s" time="%.3f">%s</testcase>\n', it.name, it.seconds, problem))
end
file:write('</testsuite>\n')
file:close()
vim.cmd(failure and 'cquit 1' or 'qall!')
