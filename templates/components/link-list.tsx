import type { LinkView } from '../layout.tsx'

/** Links one below the other, each high enough for a finger. */
export const LinkList = ({ links }: { links: LinkView[] }) => (
  <ul class="keep-links">
    {links.map((link) => (
      <li>
        <a class="inline-target" href={link.href}>
          {link.label}
        </a>
      </li>
    ))}
  </ul>
)
