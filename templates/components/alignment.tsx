/** Skill items, grouped by the standard and its version. */
export interface AlignmentView {
  label: string
  /** language of the items, where it is not that of the page */
  lang?: string
  groups: { framework?: string; items: { name: string; href?: string }[] }[]
}

export const AlignmentGroups = ({ alignment }: { alignment: AlignmentView }) => (
  <>
    {alignment.groups.map((group) => (
      <div class="stack-tight" lang={alignment.lang}>
        <ul class="checklines alignment__skills">
          {group.items.map((item) => (
            <li>{item.href === undefined ? item.name : <a href={item.href}>{item.name}</a>}</li>
          ))}
        </ul>
        {group.framework !== undefined && <p class="note">{group.framework}</p>}
      </div>
    ))}
  </>
)
