/** What the visitor's own browser needs to check the badge once more, and what it says then. */
export interface SameHereView {
  /** where the signed bytes are: an address on this host, or the id of the field of this page that holds them */
  badge: { url: string } | { fieldId: string }
  /** the verdict of the server, to compare with */
  verdict: string
  before: string
  working: string
  agrees: string
  differs: string
  unable: string
}

export const SameHere = ({ sameHere }: { sameHere: SameHereView }) => (
  <p
    class="note no-print"
    role="status"
    id="same-here"
    data-badge={'url' in sameHere.badge ? sameHere.badge.url : undefined}
    data-field={'fieldId' in sameHere.badge ? sameHere.badge.fieldId : undefined}
    data-verdict={sameHere.verdict}
    data-working={sameHere.working}
    data-agrees={sameHere.agrees}
    data-differs={sameHere.differs}
    data-unable={sameHere.unable}
  >
    {sameHere.before}
  </p>
)
