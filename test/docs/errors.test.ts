import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { type ErrorCode, errorCodes, ServiceError } from '../../src/errors.ts'
import { projectRoot } from '../../src/project-root.ts'
import { problemOf } from '../../src/web/problem.ts'

/** The rows of the tables in docs/errors.md: code, HTTP status, meaning, what to do. */
const rows = [
  ...readFileSync(join(projectRoot, 'docs', 'errors.md'), 'utf8').matchAll(/^\| `([a-z_]+)` \| (\d{3}) \| (.+?) \| (.+?) \|$/gm),
].map((match) => ({ code: match[1] as string, status: Number(match[2]), meaning: match[3] as string }))

describe('docs/errors.md', () => {
  test('explains every error code, each once', () => {
    expect(rows.map((row) => row.code).sort()).toEqual(Object.keys(errorCodes).sort())
  })

  test('explains no code that the service does not have', () => {
    expect(rows.map((row) => row.code).filter((code) => !(code in errorCodes))).toEqual([])
  })

  test('names the HTTP status with which each code is answered', () => {
    const answered = rows.map(({ code }) => ({
      code,
      status: problemOf(new ServiceError(code as ErrorCode, 'A sentence.'), 'https://badges.example').problem.status,
    }))
    expect(rows.map(({ code, status }) => ({ code, status }))).toEqual(answered)
  })

  test('says in whole sentences what each code means', () => {
    expect(rows.filter(({ meaning }) => !/^[A-Z].*\.$/.test(meaning)).map(({ code }) => code)).toEqual([])
  })
})
