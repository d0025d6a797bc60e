/** Longer texts are seldom seen twice, and would only take memory. */
const maxCharacters = 256
/** Texts of one generation; two are kept. A badge has some thirty addresses and dates, most of them shared with the badges of its definition. */
const maxTexts = 1_024

/**
 * The same function of a text, with the answers for texts that were asked for lately at hand: what is asked for often stays, what was asked
 * for once makes room. Of use where most texts come again and again, as in the badges of one definition.
 *
 * @param compute - depends on nothing but its argument; its answers are shared, so nobody may write into them
 */
export const remembered = <Answer>(compute: (text: string) => Answer): ((text: string) => Answer) => {
  let young = new Map<string, Answer>()
  let old = new Map<string, Answer>()
  return (text) => {
    const known = young.get(text)
    if (known !== undefined) return known
    const answer = old.get(text) ?? compute(text)
    if (text.length > maxCharacters) return answer
    if (young.size >= maxTexts) {
      old = young
      young = new Map()
    }
    young.set(text, answer)
    return answer
  }
}
