import { readFileSync } from 'node:fs'
import type { Command } from 'commander'
import { verifying } from '../service/verifying.ts'
import type { Verdict, Verification } from '../verification/verdict.ts'
import { print, printJson } from './terminal.ts'
import { withHouse } from './with-house.ts'

const exitCodes: Record<Verdict, number> = { valid: 0, invalid: 1, unverifiable: 2, 'bad-request': 3 }

const sentences: Record<Verdict, string> = {
  valid: 'Valid: unaltered, by the issuer that it names, not revoked, in its period.',
  invalid: 'Not valid.',
  unverifiable: 'Could not be verified: something could not be decided. This is not "valid".',
  'bad-request': 'This holds no badge that can be read.',
}

const signs = { passed: '✔', failed: '✖', not_determined: '?', not_applicable: '–' } as const

const printVerification = (verification: Verification): void => {
  print(sentences[verification.verdict])
  if (verification.issuer !== undefined) {
    const { id, name, recognised, register } = verification.issuer
    print(
      `Issuer: ${name ?? '(no name)'} <${id}> ${recognised ? `– in our register as ${register?.name} since ${register?.since}` : '– NOT in our register'}`,
    )
  }
  for (const check of verification.checks) {
    print(`  ${signs[check.status]} ${check.id}: ${check.detail}`)
    for (const item of check.items ?? []) print(`      ${signs[item.status]} ${item.id ?? ''} ${item.detail}`)
  }
  for (const warning of verification.warnings) print(`  ! ${warning.detail}`)
}

export const verifyCommand = (program: Command, environment: Record<string, string | undefined>): void => {
  program
    .command('verify')
    .description('verify a badge; exit status 0 valid, 1 invalid, 2 unverifiable, 3 not a badge')
    .argument('<input>', 'a file (JSON, JWT, PNG, SVG, JPEG of a QR code), a URL, a short number, or - for standard input')
    .option('--recipient <e-mail or DID>', 'also check that it was issued to this person')
    .option('--json', 'print the whole answer as JSON')
    .addHelpText('after', '\nExample:\n  akashi verify badge.png\n  akashi verify https://badges.example/badges/… --json')
    .action(async (input: string, options: { recipient?: string; json?: boolean }) => {
      await withHouse(environment, async (house) => {
        const source = input === '-' ? { bytes: new Uint8Array(readFileSync(0)) } : fileOrText(input)
        const recipient =
          options.recipient === undefined
            ? undefined
            : options.recipient.includes('@')
              ? { email: options.recipient }
              : { id: options.recipient }
        const { verification } = await verifying(house.deps, house.verifier, house.work).input(source, { recipient })
        if (options.json) printJson(verification)
        else printVerification(verification)
        process.exitCode = exitCodes[verification.verdict]
      })
    })
}

const fileOrText = (input: string): { bytes: Uint8Array; fileName: string } | { text: string } => {
  try {
    return { bytes: new Uint8Array(readFileSync(input)), fileName: input }
  } catch {
    return { text: input }
  }
}
