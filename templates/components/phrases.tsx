/** Longer runs are left to the browser: a box that cannot be broken would stand alone on its line. */
const longestPhrase = 18

const breakPoints = /(?<=。)|(?=（)|(?<=^リスキリング)(?=推進宣言$)/u
const demoSuffix = /^(.*?)(（デモ）| ?\((?:demo|Demo|DEMO)\))$/su

/**
 * Text whose lines end where a reader pauses: after 。 and before （. A （デモ） at the end becomes the small mark that it is.
 */
export const Phrases = ({ text }: { text: string }) => {
  const match = demoSuffix.exec(text)
  const main = match === null ? text : (match[1] ?? '')
  const parts = main.split(breakPoints)
  return (
    <>
      {parts.length === 1 ? main : parts.map((part) => ([...part].length <= longestPhrase ? <span class="phrase">{part}</span> : part))}
      {match !== null && <span class="demo-suffix">{match[2]}</span>}
    </>
  )
}
