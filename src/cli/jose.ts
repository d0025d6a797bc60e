import { readFileSync, writeFileSync } from 'node:fs'
import type { Command } from 'commander'
import { publishedDigests } from '../../contexts/published-digests.ts'
import { readConfig } from '../config.ts'
import { ServiceError } from '../errors.ts'
import type { JsonObject } from '../json.ts'
import { referenceCanonicalizer } from '../proof/canonicalize.ts'
import { type ContextRegistry, loadContexts } from '../proof/contexts.ts'
import { issueJose, verifyJose } from '../verification/jose/jose.ts'
import type { JoseHolds } from '../verification/jose/jose-form.ts'
import { type JoseKey, readJoseKey } from '../verification/jose/jose-key.ts'
import { readStrictJsonObject } from '../verification/strict-json.ts'
import { describeFailure } from './terminal.ts'

interface JoseFiles {
  input: string
  key: string
  feature: string
  output: string
}

/** What is written to the output file. `indeterminate`: a way of securing that is not offered here. */
export interface JoseResult {
  result: 'success' | 'failure' | 'indeterminate'
  data: string
}

const features: Readonly<Record<string, JoseHolds>> = { credential_jose: 'vc', presentation_jose: 'vp' }
const exitCodes: Record<JoseResult['result'], number> = { success: 0, failure: 1, indeterminate: 2 }

/**
 * Issues or verifies JOSE as the suite of VC-JOSE-COSE asks for it: by command, with the key given (VC-API section 8).
 *
 * @returns what belongs in the output file; a failure for whatever is wrong with the files, never an exception
 */
export const runJose = async (
  act: 'issue' | 'verify',
  files: Omit<JoseFiles, 'output'>,
  contexts: ContextRegistry,
): Promise<JoseResult> => {
  const holds = Object.hasOwn(features, files.feature) ? features[files.feature] : undefined
  if (holds === undefined) return { result: 'indeterminate', data: `The feature ${files.feature} is not supported here.` }
  try {
    const key = keyIn(files.key)
    const setting = { contextOf: contexts.get, publishedDigests }
    const outcome =
      act === 'issue'
        ? await issueJose(jsonIn(files.input), holds, key, setting, referenceCanonicalizer(contexts))
        : verifyJose(bytesOf(files.input).toString('latin1').trim(), holds, key, setting)
    return outcome.ok ? { result: 'success', data: outcome.data } : { result: 'failure', data: outcome.reason }
  } catch (error) {
    return { result: 'failure', data: describeFailure(error) }
  }
}

const bytesOf = (path: string): Buffer => {
  try {
    return readFileSync(path)
  } catch (cause) {
    throw new ServiceError('invalid_input', `${path} cannot be read.`, { cause })
  }
}

const jsonIn = (path: string): JsonObject => {
  const read = readStrictJsonObject(bytesOf(path))
  if (!read.ok) throw new ServiceError('invalid_input', `${path}: ${read.detail}`)
  return read.value
}

const keyIn = (path: string): JoseKey => {
  const key = readJoseKey(jsonIn(path))
  if (typeof key === 'string') throw new ServiceError('invalid_input', `${path}: ${key}`)
  return key
}

export const joseCommand = (program: Command, environment: Record<string, string | undefined>): void => {
  const jose = program
    .command('jose')
    .description('issue or verify a JOSE credential or presentation with a key from a file, as the suite of VC-JOSE-COSE asks for it')
  for (const [act, description, input] of [
    ['issue', 'secure a document as a compact JWT', 'a JSON file with the credential or presentation'],
    ['verify', 'verify a compact JWT; only how it is secured is judged, no times and no status', 'a file with the token'],
  ] as const) {
    jose
      .command(act)
      .description(`${description}; exit status 0 success, 1 failure, 2 a feature that is not supported`)
      .requiredOption('--input <file>', input)
      .requiredOption('--key <file>', 'a JSON file {id, type: "JsonWebKey", controller, publicKeyJwk, secretKeyJwk}; taken as given')
      .requiredOption('--feature <name>', 'credential_jose or presentation_jose; any other is answered with "indeterminate"')
      .requiredOption('--output <file>', 'where {"result": "success" | "failure" | "indeterminate", "data"} is written, whatever happens')
      .addHelpText(
        'after',
        `\nExample:\n  akashi jose ${act} --input ${act === 'issue' ? 'credential.json' : 'credential.jwt'} --key key.json --feature credential_jose --output result.json`,
      )
      .action(async (files: JoseFiles) => {
        const { extraContextsFile } = readConfig(environment)
        const result = await runJose(act, files, loadContexts(extraContextsFile === undefined ? {} : { extraContextsFile }))
        writeFileSync(files.output, `${JSON.stringify(result)}\n`)
        if (result.result !== 'success') process.stderr.write(`${result.data}\n`)
        process.exitCode = exitCodes[result.result]
      })
  }
}
