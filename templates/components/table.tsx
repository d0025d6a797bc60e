import type { ComponentChildren } from 'preact'

/** A column: its head, and whether its cells hold numbers or the name of the row. */
export interface Column {
  head: string
  kind?: 'number' | 'name' | 'code'
  /** repeat the head beside the cell where rows become cards */
  labelled?: boolean
}

/** A table whose rows become cards on a phone. */
export const Table = (props: {
  caption: string
  captionSpokenOnly?: boolean
  columns: Column[]
  rows: ComponentChildren[][]
  /** a class of the style sheet for each row that stands out; its cells say the same in words */
  rowClasses?: (string | undefined)[]
}) => (
  <table class="table table--cards">
    <caption class={props.captionSpokenOnly === true ? 'only-spoken' : undefined}>{props.caption}</caption>
    <thead>
      <tr>
        {props.columns.map((column) => (
          <th scope="col" class={column.kind === 'number' ? 'number' : undefined}>
            {column.head}
          </th>
        ))}
      </tr>
    </thead>
    <tbody>
      {props.rows.map((cells, nth) => (
        <tr class={props.rowClasses?.[nth]}>
          {cells.map((cell, place) => {
            const column = props.columns[place]
            if (column?.kind === 'name') return <th scope="row">{cell}</th>
            return (
              <td class={column?.kind} data-label={column?.labelled === true ? column.head : undefined}>
                {cell}
              </td>
            )
          })}
        </tr>
      ))}
    </tbody>
  </table>
)
