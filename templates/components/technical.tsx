import { Facts, type FactView } from './facts.tsx'
import { Table } from './table.tsx'

/** Every check with its stable code, for readers who want to know. */
export interface TechnicalView {
  summary: string
  caption: string
  heads: { check: string; result: string; found: string }
  rows: { check: string; result: string; found: string; code: string; path?: string }[]
  facts: FactView[]
  warnings?: { label: string; items: string[] }
}

export const Technical = ({ technical }: { technical: TechnicalView }) => (
  <details class="technical">
    <summary>{technical.summary}</summary>
    <div class="stack-tight">
      <Table
        caption={technical.caption}
        captionSpokenOnly
        columns={[{ head: technical.heads.check, kind: 'name' }, { head: technical.heads.result }, { head: technical.heads.found }]}
        rows={technical.rows.map((row) => [
          row.check,
          row.result,
          <>
            {row.found} <span class="code note">{row.code}</span>
            {row.path !== undefined && <span class="code note"> {row.path}</span>}
          </>,
        ])}
      />
      {technical.warnings !== undefined && (
        <>
          <p>
            <strong>{technical.warnings.label}</strong>
          </p>
          <ul class="checklines">
            {technical.warnings.items.map((warning) => (
              <li>{warning}</li>
            ))}
          </ul>
        </>
      )}
      {technical.facts.length > 0 && <Facts facts={technical.facts} small />}
    </div>
  </details>
)
