import { readFileSync, writeFileSync } from 'node:fs'
import type { Command } from 'commander'
import { ServiceError } from '../errors.ts'
import { type Verifying, verifying } from '../service/verifying.ts'
import { type SavedProofVerification, verifySavedProof } from '../verification/saved-proof.ts'
import type { Verdict, Verification } from '../verification/verdict.ts'
import { savedProofIn } from '../verification/verify-saved-input.ts'
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
    .argument('<input>', 'a file (JSON, JWT, PNG, SVG, JPEG of a QR code, a saved proof), a URL, a short number, or - for standard input')
    .option('--recipient <e-mail or DID>', 'also check that it was issued to this person')
    .option('--save <file>', 'write a proof of this verification, which can be verified again without a network')
    .option('--json', 'print the whole answer as JSON')
    .addHelpText(
      'after',
      '\nExample:\n  akashi verify badge.png\n  akashi verify https://badges.example/badges/… --json\n  akashi verify badge.png --save proof.json',
    )
    .action(async (input: string, options: { recipient?: string; json?: boolean; save?: string }) => {
      await withHouse(environment, async (house) => {
        const source = input === '-' ? { bytes: new Uint8Array(readFileSync(0)) } : fileOrText(input)
        const recipient =
          options.recipient === undefined
            ? undefined
            : options.recipient.includes('@')
              ? { email: options.recipient }
              : { id: options.recipient }
        await house.work.ready()
        const saved = savedProofIn(source)
        if (saved !== undefined) {
          // On a terminal people verify files that they kept themselves: the file is enough, and nothing is looked up.
          const found = await verifySavedProof(saved, house.verifier, 'file', recipient === undefined ? {} : { recipient })
          if (options.json) printJson(found)
          else printSaved(found)
          process.exitCode = exitCodes[found.verification.verdict]
          return
        }
        const verifier = verifying(house.deps, house.verifier, house.work)
        const { verification, text } = await verifier.input(source, { recipient })
        if (options.save !== undefined) await saveProof(verifier, text, options.save)
        if (options.json) printJson(verification)
        else printVerification(verification)
        process.exitCode = exitCodes[verification.verdict]
      })
    })
}

/** What a saved proof says, as of when. */
const printSaved = ({ verification, savedAt, statusAsOf, agrees }: SavedProofVerification): void => {
  print(
    `A saved proof of ${savedAt.toISOString()}. What follows holds for that instant, by the documents in the file; nothing was looked up.`,
  )
  if (statusAsOf !== undefined) print(`Whether it was revoked is known from a list of ${statusAsOf.toISOString()}.`)
  if (!agrees) print('The verdict written in the file does not follow from what it holds.')
  printVerification(verification)
}

const saveProof = async (verifier: Verifying, text: string | undefined, path: string): Promise<void> => {
  if (text === undefined) throw new ServiceError('invalid_input', 'No credential was read, so there is no proof to save.')
  const { file } = await verifier.proofOf(text)
  try {
    writeFileSync(path, file, { flag: 'wx', mode: 0o600 })
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'EEXIST') throw cause
    throw new ServiceError('conflict', `${path} exists already; name a new file.`, { cause })
  }
  process.stderr.write(`Saved the proof in ${path}. Verify it again without a network: akashi verify ${path}\n`)
}

const fileOrText = (input: string): { bytes: Uint8Array; fileName: string } | { text: string } => {
  try {
    return { bytes: new Uint8Array(readFileSync(input)), fileName: input }
  } catch {
    return { text: input }
  }
}
