/** The frame of every page: header, footer, ribbon. */
export const frame = {
  product: '証 Akashi',
  titleEnd: 'Akashi（証）',
  skip: '本文へ進む',
  demo: '見本です。人物、企業、成果はすべて架空です。',
  mainPages: '主なページ',
  verify: '確かめる',
  badges: 'バッジ一覧',
  employers: '宣言企業',
  signIn: 'ログイン',
  otherLanguage: 'English',
  noteOnDomain: (host: string) => `このページのアドレスが ${host} で始まることを確かめてください。`,
  stepsLabel: (count: number) => `${count}つの手順`,
  stepMark: (number: number, state: 'done' | 'current' | 'later') =>
    `手順${number}${state === 'done' ? ' 済み' : state === 'current' ? ' いまここ' : ''}`,
}
