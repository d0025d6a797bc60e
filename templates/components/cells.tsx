import { Token } from '../console-layout.tsx'
import type { LinkView } from '../layout.tsx'
import { type VerdictState, VerdictTag } from './verdict.tsx'

/** A button that does one thing; `about` names the thing for those who hear the page. */
export interface SmallDeedView {
  action: string
  label: string
  about: string
  hidden?: { name: string; value: string }[]
}

/** A cell of a table behind the sign-in: text, a link, several lines, the state of a badge, or buttons. */
export type CellView =
  | string
  | LinkView
  | { lines: string[] }
  | { state: VerdictState; word: string }
  | { deeds: SmallDeedView[]; link?: LinkView }

/** A deed as a link-like button, or as a button that stands alone. */
export const Deed = ({ deed, token, asButton }: { deed: SmallDeedView & { first?: boolean }; token: string; asButton?: boolean }) => (
  <form method="post" action={deed.action}>
    <Token token={token} />
    {(deed.hidden ?? []).map((field) => (
      <input type="hidden" name={field.name} value={field.value} />
    ))}
    <button class={asButton === true ? (deed.first === true ? 'button' : 'button button--second') : 'link-button'} type="submit">
      {deed.label}
      {deed.about !== '' && <span class="only-spoken">: {deed.about}</span>}
    </button>
  </form>
)

const Cell = ({ cell, token }: { cell: CellView; token: string }) => {
  if (typeof cell === 'string') return <>{cell}</>
  if ('href' in cell) return <a href={cell.href}>{cell.label}</a>
  if ('state' in cell) return <VerdictTag state={cell.state} word={cell.word} />
  if ('lines' in cell)
    return (
      <div>
        {cell.lines.map((line) => (
          <div>{line}</div>
        ))}
      </div>
    )
  return (
    <div class="stack-tight">
      {cell.deeds.map((deed) => (
        <Deed deed={deed} token={token} />
      ))}
      {cell.link !== undefined && (
        <a class="inline-target" href={cell.link.href}>
          {cell.link.label}
        </a>
      )}
    </div>
  )
}

/** The rows of a table, drawn. */
export const cellsOf = (rows: CellView[][], token: string) => rows.map((cells) => cells.map((cell) => <Cell cell={cell} token={token} />))
