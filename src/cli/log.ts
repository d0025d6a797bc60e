import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Command } from 'commander'
import { ServiceError } from '../errors.ts'
import { publishHeads } from '../service/log/publish-heads.ts'
import { readLog } from '../service/log/read-log.ts'
import { rotateLogKey, signHead } from '../service/log/sign-head.ts'
import { inclusionProof, judgeInclusion } from '../verification/log/judge-proof.ts'
import { print, printJson } from './terminal.ts'
import { commandLine, withHouse } from './with-house.ts'

export const logCommand = (program: Command, environment: Record<string, string | undefined>): void => {
  const log = program.command('log').description('the public log: signed heads over everything that was issued')
  log
    .command('sign')
    .description('sign a head now; the service does it once a day by itself')
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExample:\n  akashi log sign')
    .action(async (options: { json?: boolean }) => {
      await withHouse(environment, async ({ deps }) => {
        const head = await signHead(deps, commandLine)
        if (options.json) printJson({ number: head.number, treeSize: head.treeSize, rootHash: head.rootHash, note: head.note })
        else print(`Head ${head.number}: ${head.treeSize} entries, root ${head.rootHash}.`)
      })
    })
  log
    .command('show')
    .description('the keys and the newest signed heads of the log')
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExample:\n  akashi log show')
    .action(async (options: { json?: boolean }) => {
      await withHouse(environment, async ({ deps }) => {
        const shown = await readLog(deps, 10)
        if (options.json) return printJson(shown)
        for (const key of shown.keys) print(`key\t${key.verifierKey}\tfrom ${key.from}${key.to === undefined ? '' : ` to ${key.to}`}`)
        for (const head of shown.heads) print(`${head.number}\t${head.at}\t${head.treeSize} entries\t${head.rootHash}`)
        if (shown.heads.length === 0) print('No head is signed yet: akashi log sign')
      })
    })
  log
    .command('publish')
    .description('write the signed heads as files to a second place, after checking that the log continues what stands there')
    .option('--to <directory>', 'where; AKASHI_LOG_DIR if not given')
    .addHelpText('after', '\nExample:\n  akashi log publish --to /var/www/akashi-log')
    .action(async (options: { to?: string }) => {
      await withHouse(environment, async ({ deps }) => {
        const { written, path } = await publishHeads(deps, options.to === undefined ? undefined : resolve(options.to))
        if (path === undefined) throw new ServiceError('invalid_input', 'Say where: --to DIRECTORY, or set AKASHI_LOG_DIR.')
        print(`${written} head(s) written to ${path}.`)
      })
    })
  log
    .command('verify-proof <file>')
    .description('check that a badge is in the log, from the answer of /log/proof; needs no network, no database and no keys')
    .option('--badge <file>', 'the badge as JSON, as it was downloaded')
    .option('--key <kid>', 'the key of the log as you know it from elsewhere')
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExample:\n  akashi log verify-proof proof.json --badge ID.json --key z6Mk…')
    .action((file: string, options: { badge?: string; key?: string; json?: boolean }) => {
      const proof = readProof(file)
      const badge = options.badge === undefined ? undefined : createHash('sha256').update(readFileSync(options.badge)).digest('hex')
      const verdict = judgeInclusion(proof, {
        ...(badge === undefined ? {} : { documentSha256: badge }),
        ...(options.key === undefined ? {} : { key: options.key }),
      })
      if (!verdict.ok) process.exitCode = 1
      if (options.json) return printJson(verdict)
      if (!verdict.ok) return print(`The proof does not hold: ${verdict.problem}.`)
      print(
        `Entry ${proof.position} of ${verdict.head.origin}, under the head of ${verdict.head.at.toISOString()} (${verdict.head.treeSize} entries).`,
      )
      if (options.badge === undefined) print(`Of the document with SHA-256 ${proof.documentSha256}; --badge FILE compares it with a file.`)
      if (options.key === undefined) print(`Signed by ${proof.key}; --key KEY compares it with the key that you know.`)
    })
  log
    .command('rotate-key')
    .description('give the log a new key; heads that the former one signed stay')
    .addHelpText('after', '\nExample:\n  akashi log rotate-key')
    .action(async () => {
      await withHouse(environment, async ({ deps }) => print(`New key of the log: ${await rotateLogKey(deps, commandLine)}`))
    })
}

const readProof = (file: string) => {
  let value: unknown
  try {
    value = JSON.parse(readFileSync(file, 'utf8'))
  } catch (cause) {
    throw new ServiceError('invalid_input', `${file} cannot be read as JSON.`, { cause })
  }
  const proof = inclusionProof.safeParse(value)
  if (!proof.success) throw new ServiceError('invalid_input', `${file} is no answer of /log/proof.`, { cause: proof.error })
  return proof.data
}
