import { describe, expect, test } from 'vitest'
import { isSharedMailbox, readEmail } from '../../src/domain/email-address.ts'
import { readingKey, readKana } from '../../src/domain/kana.ts'
import {
  codePointCount,
  fullName,
  mojibakeMarks,
  nameCharacters,
  nameSearchKey,
  suggestNameSplit,
  variantCharacters,
} from '../../src/domain/person-name.ts'
import { demoJson } from '../support/demo.ts'

interface Person {
  id: string
  familyName: string
  givenName: string
  familyNameKana: string
  givenNameKana: string
  email: string
}

describe('names', () => {
  test.each([
    ['髙橋', '高橋'],
    ['﨑山', '崎山'],
    ['渡邊', '渡辺'],
    ['渡邉', '渡辺'],
    ['齋藤', '斎藤'],
    ['齊藤', '斎藤'],
    ['𠮷田', '吉田'],
    ['葛󠄀城', '葛城'],
    ['神', '神'],
    ['塚', '塚'],
    ['福', '福'],
    ['朗', '朗'],
    ['㈱見本', '(株)見本'],
    ['NGUYEN Van Demo', 'nguyenvandemo'],
  ])('%s is found under the key of %s', (name, like) => {
    expect(nameSearchKey(name)).toBe(nameSearchKey(like))
  })

  test('two people with the same key and reading stay two people in the demo programme', () => {
    const people = demoJson<Person[]>('participants.json').filter(({ familyNameKana }) => familyNameKana === 'ワタナベ')
    expect(people.map(({ id }) => id)).toEqual(['P-0004', 'P-0040'])
    expect(new Set(people.map(({ familyName }) => familyName)).size).toBe(2)
    expect(new Set(people.map(({ familyName, givenName }) => nameSearchKey(familyName + givenName))).size).toBe(1)
  })

  test('code points are counted, not UTF-16 units', () => {
    expect('𠮷'.length).toBe(2)
    expect(codePointCount('𠮷')).toBe(1)
    expect(codePointCount('葛󠄀')).toBe(2)
    expect(nameCharacters('葛󠄀城')).toEqual(['葛󠄀', '城'])
  })

  test('characters that a search folds are named, each once', () => {
    expect(variantCharacters('髙橋髙')).toEqual(['髙'])
    expect(variantCharacters('葛󠄀城渡邊')).toEqual(['葛󠄀', '邊'])
    expect(variantCharacters('渡辺千尋')).toEqual([])
    expect(variantCharacters('神\uFA19')).toEqual(['\uFA19'])
  })

  test('lost characters are noticed', () => {
    expect(mojibakeMarks('?田')).toEqual(['?'])
    expect(mojibakeMarks('〓田')).toEqual(['〓'])
    expect(mojibakeMarks('\uFFFD田')).toEqual(['\uFFFD'])
    expect(mojibakeMarks('𠮷田')).toEqual([])
  })

  test('a full name in one field is split only at its only space', () => {
    expect(suggestNameSplit('宮本　冴子')).toEqual({ familyName: '宮本', givenName: '冴子' })
    expect(suggestNameSplit('宮本 冴子')).toEqual({ familyName: '宮本', givenName: '冴子' })
    expect(suggestNameSplit('宮本冴子')).toBeUndefined()
    expect(suggestNameSplit('Maria Clara Santos')).toBeUndefined()
  })

  test('a person with one name has one name', () => {
    expect(fullName('スカルノ', '')).toBe('スカルノ')
    expect(fullName('渡邊', '千尋')).toBe('渡邊 千尋')
  })
})

describe('kana', () => {
  test.each([
    ['ﾐﾂﾞｷ', 'ミヅキ', ['half_width']],
    ['てらかど', 'テラカド', ['hiragana']],
    ['ミヤモト　サエコ', 'ミヤモト サエコ', ['full_width_space']],
    ['ヴァン デモ', 'ヴァン デモ', []],
    [' サトウ ', 'サトウ', []],
    ['ｼﾞｮｰｼﾞ･ﾐﾎﾝ', 'ジョージ・ミホン', ['half_width']],
  ])('%s is read as %s', (raw, kana, changes) => {
    expect(readKana(raw)).toEqual({ ok: true, kana, changes })
  })

  test('other characters are named and refused', () => {
    expect(readKana('例示')).toEqual({ ok: false, problem: 'characters', characters: ['例', '示'] })
    expect(readKana('サトウA')).toMatchObject({ ok: false, characters: ['A'] })
    expect(readKana('')).toEqual({ ok: false, problem: 'empty' })
  })

  test('every reading of the demo programme is read unchanged', () => {
    const people = demoJson<Person[]>('participants.json')
    expect(people).toHaveLength(40)
    for (const { familyNameKana, givenNameKana } of people) {
      expect(readKana(familyNameKana)).toEqual({ ok: true, kana: familyNameKana, changes: [] })
      expect(readKana(givenNameKana)).toEqual({ ok: true, kana: givenNameKana, changes: [] })
    }
  })

  test('the key of a reading disregards spaces and width', () => {
    expect(readingKey('グエン', 'ヴァン デモ')).toBe(readingKey('ｸﾞｴﾝ', 'ｳﾞｧﾝﾃﾞﾓ'))
  })
})

describe('e-mail addresses', () => {
  test.each([
    ['p0011@learner.example', 'p0011@learner.example', []],
    ['Ｐ００３２＠ＬＥＡＲＮＥＲ．ＥＸＡＭＰＬＥ　', 'p0032@learner.example', ['spaces', 'full_width', 'lower_case']],
    ['Mihon.Taro+badge@Sub.Example', 'mihon.taro+badge@sub.example', ['lower_case']],
  ])('%s is read as %s', (raw, address, changes) => {
    expect(readEmail(raw)).toEqual({ ok: true, address, changes })
  })

  test.each([
    ['', 'empty'],
    ['b0111@learner', 'no_top_level_domain'],
    ['learner.example', 'shape'],
    ['a b@learner.example', 'shape'],
    ['a..b@learner.example', 'shape'],
    ['a@-learner.example', 'shape'],
    ['a@learner..example', 'shape'],
    ['a@b@learner.example', 'shape'],
    ['a@learner.123', 'shape'],
    ['見本@learner.example', 'shape'],
    [`${'a'.repeat(65)}@learner.example`, 'shape'],
  ])('%j is refused as %s', (raw, problem) => {
    expect(readEmail(raw)).toEqual({ ok: false, problem })
  })

  test('a mailbox that several people read is recognised', () => {
    expect(isSharedMailbox('info@emp-01.example')).toBe(true)
    expect(isSharedMailbox('jinji@emp-01.example')).toBe(true)
    expect(isSharedMailbox('infante@emp-01.example')).toBe(false)
  })
})
