import { describe, expect, test } from 'vitest'
import { checkCodes } from '../../../src/verification/codes.ts'
import { en } from '../../../src/web/texts/en.ts'
import { codeTextsJa } from '../../../src/web/texts/ja/check-codes.ts'
import { ja } from '../../../src/web/texts/ja.ts'

type Node = string | ((...values: never[]) => string) | Node[] | { [key: string]: Node }

/** Path and text of every word; functions of the language are called with something that is no word. */
const leaves = (node: Node, path = ''): [string, string][] => {
  if (typeof node === 'string') return [[path, node]]
  if (typeof node === 'function') return [[`${path}()`, (node as (...values: unknown[]) => string)(1, '2', '3')]]
  return Object.entries(node).flatMap(([key, value]) => leaves(value as Node, `${path}/${key}`))
}

const japanese = leaves(ja as unknown as Node)
const english = leaves(en as unknown as Node)

describe('the words of the pages', () => {
  test('are the same set in both languages', () => {
    expect(english.map(([path]) => path).sort()).toEqual(japanese.map(([path]) => path).sort())
  })

  test('are never left empty in Japanese', () => {
    const mayBeEmpty = new Set(['/front/startSteps/2/command'])
    expect(japanese.filter(([path, text]) => text === '' && !mayBeEmpty.has(path))).toEqual([])
  })

  test('never say 失効, which can mean revoked or expired, and never shout', () => {
    const wrong = [...japanese, ...Object.entries(codeTextsJa)].filter(([, text]) => /失効|[！!]/.test(text))
    expect(wrong).toEqual([])
  })

  test('hold no Japanese in the English set but the name of the other language and of columns of Japanese files', () => {
    const named = new Set([
      '/frame/otherLanguage',
      '/office/declarations/importPage/hint',
      '/office/declarations/importPage/columnsMissing',
    ])
    const wrong = english.filter(([path, text]) => !named.has(path) && /[\u3040-\u30FF\u4E00-\u9FFF]/.test(text))
    expect(wrong).toEqual([])
  })

  test('translate every code of the verifier, and no other', () => {
    expect(Object.keys(codeTextsJa).sort()).toEqual(Object.keys(checkCodes).sort())
  })
})
