#!/usr/bin/env node
import { Command } from 'commander'
import { apiKeyCommand } from './api-key.ts'
import { auditCommand } from './audit.ts'
import { databaseCommands } from './backup.ts'
import { checkCommand } from './check.ts'
import { councilCommand } from './council.ts'
import { demoCommand } from './demo.ts'
import { exportCommand } from './export.ts'
import { importCommand } from './import.ts'
import { issueCommand } from './issue.ts'
import { issuerCommand } from './issuer.ts'
import { joseCommand } from './jose.ts'
import { keysCommand } from './keys.ts'
import { logCommand } from './log.ts'
import { quotaCommand } from './quota.ts'
import { retentionCommand } from './retention.ts'
import { serveCommand } from './serve.ts'
import { signerCommand } from './signer.ts'
import { statusCommands } from './status.ts'
import { describeFailure } from './terminal.ts'
import { userCommands } from './users.ts'
import { verifyCommand } from './verify.ts'

const program = new Command('akashi')
  .description('Akashi (証): issue, host and verify Open Badges 3.0')
  .showHelpAfterError()
  .addHelpText('after', '\nConfiguration is read from the environment; see README.md, "Configuration".')

for (const add of [
  serveCommand,
  signerCommand,
  demoCommand,
  councilCommand,
  issuerCommand,
  apiKeyCommand,
  importCommand,
  issueCommand,
  exportCommand,
  verifyCommand,
  joseCommand,
  statusCommands,
  keysCommand,
  auditCommand,
  checkCommand,
  logCommand,
  databaseCommands,
  retentionCommand,
  userCommands,
  quotaCommand,
])
  add(program, process.env)

try {
  await program.parseAsync()
} catch (error) {
  process.stderr.write(`${describeFailure(error)}\n`)
  process.exitCode = 1
}
