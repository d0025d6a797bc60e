/**
 * Names are kept and printed exactly as given; nothing in this file changes a stored name. The key below only suggests people who may
 * be the same and never merges them: 渡邊 千尋 and 渡辺 千尋 are two people (DOMAIN section 4).
 */

/** 異体字 → the form under which they are searched. NFKC has already turned compatibility ideographs (U+FA19 神 …) into the usual ones. */
const variantForms: Readonly<Record<string, string>> = {
  髙: '高',
  﨑: '崎',
  嵜: '崎',
  碕: '崎',
  邊: '辺',
  邉: '辺',
  齋: '斎',
  齊: '斎',
  斉: '斎',
  濱: '浜',
  濵: '浜',
  嶋: '島',
  嶌: '島',
  澤: '沢',
  櫻: '桜',
  廣: '広',
  國: '国',
  眞: '真',
  瀨: '瀬',
  德: '徳',
  惠: '恵',
  𠮷: '吉',
  冨: '富',
  峯: '峰',
  桒: '桑',
  舘: '館',
  彌: '弥',
  榮: '栄',
  龍: '竜',
  藪: '薮',
  靜: '静',
  實: '実',
  圓: '円',
  黑: '黒',
  會: '会',
  應: '応',
  壽: '寿',
  關: '関',
  條: '条',
  將: '将',
  薗: '園',
  淵: '渕',
  曾: '曽',
  鷗: '鴎',
  栁: '柳',
  萬: '万',
  與: '与',
  豐: '豊',
  禮: '礼',
  寶: '宝',
  嶽: '岳',
  擴: '拡',
  淸: '清',
  槇: '槙',
  遙: '遥',
  凜: '凛',
  晉: '晋',
  亞: '亜',
  緖: '緒',
  增: '増',
  鐵: '鉄',
  鹽: '塩',
  瀧: '滝',
  邨: '村',
  籐: '藤',
  埜: '野',
  劍: '剣',
  聰: '聡',
} as const

const variationSelectors = /[\uFE00-\uFE0F\u{E0100}-\u{E01EF}]/gu
const isVariationSelector = (character: string): boolean => /^[\uFE00-\uFE0F\u{E0100}-\u{E01EF}]$/u.test(character)

/** A search key: NFKC, variation selectors removed, 異体字 folded, lower case, no spaces. For finding only, never for comparing identity. */
export const nameSearchKey = (text: string): string =>
  [...text.normalize('NFKC').replace(variationSelectors, '')]
    .map((character) => variantForms[character] ?? character)
    .join('')
    .toLowerCase()
    .replace(/[\s・]+/g, '')

/** The characters of a name, a base and its variation selector together: 葛󠄀 is one, 𠮷 is one. */
export const nameCharacters = (text: string): string[] =>
  [...text].reduce<string[]>((characters, codePoint) => {
    const last = characters.at(-1)
    if (last !== undefined && isVariationSelector(codePoint)) characters[characters.length - 1] = last + codePoint
    else characters.push(codePoint)
    return characters
  }, [])

/** Number of code points: 𠮷 is one (two UTF-16 units), 葛󠄀 is two (a base and a variation selector). */
export const codePointCount = (text: string): number => [...text].length

/** The characters that a search folds and that are kept as written all the same: 髙, 邊, 葛󠄀, compatibility ideographs. */
export const variantCharacters = (text: string): string[] => {
  const found = nameCharacters(text).filter((character) => {
    if (variationSelectors.test(character)) {
      variationSelectors.lastIndex = 0
      return true
    }
    return variantForms[character] !== undefined || (/^[\uF900-\uFAFF]$/.test(character) && character.normalize('NFKC') !== character)
  })
  return [...new Set(found)]
}

/** Marks that a character was lost on the way through an encoding that does not have it: `?`, `〓`, U+FFFD. */
export const mojibakeMarks = (text: string): string[] => [...new Set(text.match(/[?？〓\uFFFD]/g) ?? [])]

/** The two halves of a full name that stands in one field, split at its only space: 宮本　冴子 → 宮本, 冴子. Offered, never done. */
export const suggestNameSplit = (text: string): { familyName: string; givenName: string } | undefined => {
  const [familyName, givenName, ...more] = text.split(/[\s\u3000]+/).filter((part) => part !== '')
  return familyName === undefined || givenName === undefined || more.length > 0 ? undefined : { familyName, givenName }
}

/** Family and given name with a space; one name alone where the person has one. */
export const fullName = (familyName: string, givenName: string): string => (givenName === '' ? familyName : `${familyName} ${givenName}`)
