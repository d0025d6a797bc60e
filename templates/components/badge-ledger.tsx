import { AlignmentGroups, type AlignmentView } from './alignment.tsx'
import { Change, type ChangeView } from './change.tsx'
import { Endorsements, type EndorsementView } from './endorsements.tsx'
import { Facts, type FactView } from './facts.tsx'
import { Identity, type IdentityView } from './identity.tsx'
import { LedgerRow } from './ledger.tsx'
import { Phrases } from './phrases.tsx'
import { Recognitions, type RecognitionView } from './recognitions.tsx'

export interface EvidenceView {
  name: string
  text?: string
  /** 閲覧できる人 … */
  audience?: string
  link?: { href: string; label: string }
}

/** What a checked badge says, and what our own records add to it, in the order of PRODUCT section 3. Every text is ready to print. */
export interface LedgerView {
  /** language of the badge's own texts, where it is not that of the page */
  lang?: string
  identity: IdentityView
  canDo?: { label: string; intro?: string; lines: string[] }
  result?: { label: string; changes: ChangeView[]; facts: FactView[] }
  confirmed?: { label: string; endorsements: EndorsementView[]; note?: string }
  facts?: { label: string; facts: FactView[]; narrative?: string; note?: string; criteria?: { summary: string; lines: string[] } }
  evidence?: { label: string; items: EvidenceView[] }
  recognitions?: { label: string; items: RecognitionView[]; empty: string; note: string }
  alignment?: AlignmentView
  copy?: { label: string; text: string; address: string; button: string; done: string }
}

/** The rows of the ledger. `prefix` keeps the ids apart where several ledgers stand on one page. */
export const BadgeLedger = ({
  ledger,
  prefix = '',
  headingLevel = 1,
}: {
  ledger: LedgerView
  prefix?: string
  headingLevel?: 1 | 2 | 3
}) => {
  const rows = headingLevel === 1 ? 2 : 3
  return (
    <div class="ledger ledger--badge">
      <div class="ledger__row ledger__row--plain first">
        <Identity identity={ledger.identity} headingLevel={headingLevel} />
      </div>
      {ledger.canDo !== undefined && <CanDo id={`${prefix}can`} canDo={ledger.canDo} rows={rows} lang={ledger.lang} />}
      {ledger.result !== undefined && (
        <LedgerRow headingLevel={rows} id={`${prefix}result`} label={ledger.result.label} place="first">
          {ledger.result.changes.map((change) => (
            <Change change={change} />
          ))}
          {ledger.result.facts.length > 0 && <Facts facts={ledger.result.facts} />}
        </LedgerRow>
      )}
      {ledger.confirmed !== undefined && (
        <LedgerRow headingLevel={rows} id={`${prefix}confirmed`} label={ledger.confirmed.label} place="first">
          <Endorsements endorsements={ledger.confirmed.endorsements} />
          {ledger.confirmed.note !== undefined && <p class="note">{ledger.confirmed.note}</p>}
        </LedgerRow>
      )}
      {ledger.facts !== undefined && (
        <LedgerRow headingLevel={rows} id={`${prefix}facts`} label={ledger.facts.label}>
          {ledger.facts.narrative !== undefined && <p lang={ledger.lang}>{ledger.facts.narrative}</p>}
          <Facts facts={ledger.facts.facts} />
          {ledger.facts.criteria !== undefined && (
            <details>
              <summary>{ledger.facts.criteria.summary}</summary>
              <ul class="checklines stack-tight" lang={ledger.lang}>
                {ledger.facts.criteria.lines.map((line) => (
                  <li>{line}</li>
                ))}
              </ul>
            </details>
          )}
          {ledger.facts.note !== undefined && <p class="note">{ledger.facts.note}</p>}
        </LedgerRow>
      )}
      {ledger.evidence !== undefined && (
        <LedgerRow headingLevel={rows} id={`${prefix}evidence`} label={ledger.evidence.label}>
          <Evidence items={ledger.evidence.items} lang={ledger.lang} />
        </LedgerRow>
      )}
      {ledger.recognitions !== undefined && (
        <LedgerRow headingLevel={rows} id={`${prefix}recognitions`} label={ledger.recognitions.label}>
          {ledger.recognitions.items.length === 0 ? (
            <p>{ledger.recognitions.empty}</p>
          ) : (
            <>
              <Recognitions recognitions={ledger.recognitions.items} />
              <p class="note sheet-gap">{ledger.recognitions.note}</p>
            </>
          )}
        </LedgerRow>
      )}
      {ledger.alignment !== undefined && (
        <LedgerRow headingLevel={rows} id={`${prefix}alignment`} label={ledger.alignment.label}>
          <AlignmentGroups alignment={ledger.alignment} />
        </LedgerRow>
      )}
      {ledger.copy !== undefined && (
        <LedgerRow headingLevel={rows} id={`${prefix}copy`} label={ledger.copy.label} noPrint>
          <p class="copy-text" id={`${prefix}copy-text`}>
            {ledger.copy.text}
            <br />
            {ledger.copy.address}
          </p>
          <div class="row">
            <button class="button button--second button--small" type="button" data-copy={`${prefix}copy-text`} hidden>
              {ledger.copy.button}
            </button>
            <span class="note" role="status" data-done={ledger.copy.done} />
          </div>
        </LedgerRow>
      )}
    </div>
  )
}

/** On a phone it moves below the confirmation, so nothing in it takes the focus. */
const CanDo = ({
  id,
  canDo,
  rows,
  lang,
}: {
  id: string
  canDo: NonNullable<LedgerView['canDo']>
  rows: 2 | 3
  lang: string | undefined
}) => (
  <LedgerRow headingLevel={rows} id={id} label={canDo.label} place="can-do">
    {canDo.intro !== undefined && <p class="note">{canDo.intro}</p>}
    <ul class="checklines stack-tight" lang={lang}>
      {canDo.lines.map((line) => (
        <li>{line}</li>
      ))}
    </ul>
  </LedgerRow>
)

const Evidence = ({ items, lang }: { items: EvidenceView[]; lang: string | undefined }) => (
  <ul class="evidence">
    {items.map((item) => (
      <li>
        <p>
          <strong lang={lang}>
            <Phrases text={item.name} />
          </strong>
        </p>
        {item.text !== undefined && <p lang={lang}>{item.text}</p>}
        {item.audience !== undefined && <p class="note">{item.audience}</p>}
        {item.link !== undefined && (
          <p>
            <a href={item.link.href}>
              {item.link.label}
              <span class="only-spoken">：{item.name}</span>
            </a>
          </p>
        )}
      </li>
    ))}
  </ul>
)
