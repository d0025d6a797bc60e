import type { CellView } from '../../../templates/components/cells.tsx'
import type { DataPageView, DataSectionView } from '../../../templates/pages/data-page.tsx'
import { jstDay } from '../../domain/japanese-date.ts'
import { shareLinkStateAt } from '../../domain/share-link.ts'
import type { Text } from '../../domain/text.ts'
import type { MyData } from '../../service/my-data.ts'
import type { ConsoleFrame } from '../console/console-frame.ts'
import { dayText, instantText } from './dates.ts'
import { inLanguage, linkTo, type PageContext, wordsOf } from './page-context.ts'

export const myDataPath = '/console/data'

const join = (...parts: (string | undefined)[]): string => parts.filter((part) => part !== undefined && part !== '').join(' ')

/** One button in a row. @param path - below the page */
const deed = (path: string, label: string, about: string, field: { name: string; value: string }, context: PageContext): CellView => ({
  deeds: [{ action: linkTo(context, `${myDataPath}/${path}`), label, about, hidden: [field] }],
})

/** Everything that is held about the learner, each kind with what can be done about it. */
export const myDataView = (input: { console: ConsoleFrame; data: MyData; saved?: string }, context: PageContext): DataPageView => {
  const words = wordsOf(context).myData
  const { data } = input
  const sections = [
    personSection(data, context),
    addressSection(data, context),
    workSection(data, context),
    courseSection(data, context),
    badgeSection(data, context),
    resultSection(data, context),
    consentSection(data, context),
    seenSection(data, context),
    provisionSection(data, context),
    answerSection(data, context),
    requestSection(data, context),
  ]
  const notice = input.saved === undefined ? undefined : words.saved[input.saved]
  return {
    console: input.console,
    title: words.title,
    lead: words.lead,
    ...(notice === undefined ? {} : { notice: { text: notice } }),
    actions: [
      { href: `${myDataPath}/export.zip`, label: words.exportAll },
      { href: `${myDataPath}/export.json`, label: words.exportJson, second: true },
      { href: linkTo(context, `${myDataPath}/erase`), label: words.eraseLink, second: true },
    ],
    contents: { label: words.contents, links: sections.map(({ id, heading }) => ({ href: `#${id}`, label: heading })) },
    sections,
  }
}

const personSection = ({ participant, formerNames }: MyData, context: PageContext): DataSectionView => {
  const words = wordsOf(context).myData.person
  return {
    id: 'person',
    heading: words.heading,
    facts: [
      { name: words.name, text: join(participant.familyName, participant.givenName) },
      { name: words.reading, text: join(participant.familyNameKana, participant.givenNameKana) || words.none },
      { name: words.roman, text: participant.romanName ?? words.none },
      { name: words.form, text: words.forms[participant.badgeNameForm] },
      ...formerNames.map(({ name, replacedAt }) => ({
        name: words.former,
        text: `${join(name.familyName, name.givenName)} (${dayText(jstDay(replacedAt), context.language)})`,
      })),
    ],
    links: [{ href: linkTo(context, `${myDataPath}/correct`), label: words.correct }],
  }
}

const addressSection = ({ addresses, waitingAddresses }: MyData, context: PageContext): DataSectionView => {
  const words = wordsOf(context).myData.addresses
  const inUse = addresses.filter(({ retiredAt }) => retiredAt === undefined).length
  return {
    id: 'addresses',
    heading: words.heading,
    lead: words.lead,
    table: {
      columns: [
        { head: words.columns.address, kind: 'name' },
        { head: words.columns.kind, labelled: true },
        { head: words.columns.state, labelled: true },
        { head: words.columns.action },
      ],
      rows: [
        ...addresses.map(({ address, kind, retiredAt }): CellView[] => [
          address,
          words.kinds[kind],
          retiredAt === undefined ? words.inUse : words.retired(dayText(jstDay(retiredAt), context.language)),
          retiredAt === undefined && inUse > 1
            ? deed('addresses/retire', words.retire, address, { name: 'address', value: address }, context)
            : '',
        ]),
        ...waitingAddresses.map(({ address }): CellView[] => [address, words.kinds.private, words.waiting, '']),
      ],
    },
    links: [{ href: linkTo(context, `${myDataPath}/address`), label: words.add }],
  }
}

const workSection = ({ employments, employers }: MyData, context: PageContext): DataSectionView => {
  const words = wordsOf(context).myData.work
  const day = (text: string | undefined): string => (text === undefined ? words.unknown : dayText(text, context.language))
  return {
    id: 'work',
    heading: words.heading,
    table: {
      columns: [
        { head: words.columns.employer, kind: 'name' },
        { head: words.columns.period, labelled: true },
        { head: words.columns.source, labelled: true },
      ],
      rows: employments.map(({ employerId, from, to, source }) => [
        nameOf(employers, employerId, context),
        `${day(from)} – ${to === undefined ? '' : dayText(to, context.language)}`,
        words.sources[source] ?? source,
      ]),
    },
    empty: words.empty,
  }
}

const nameOf = (employers: ReadonlyMap<string, Text>, id: string, context: PageContext): string =>
  inLanguage(context, employers.get(id) ?? { ja: id })

const courseSection = ({ completions }: MyData, context: PageContext): DataSectionView => {
  const words = wordsOf(context).myData.courses
  return {
    id: 'courses',
    heading: words.heading,
    table: {
      columns: [
        { head: words.columns.course, kind: 'name' },
        { head: words.columns.period, labelled: true },
        { head: words.columns.status, labelled: true },
        { head: words.columns.result, labelled: true },
      ],
      rows: completions.map(({ completion, course }) => [
        inLanguage(context, course),
        `${dayText(completion.startOn, context.language)} – ${completion.endOn === undefined ? '' : dayText(completion.endOn, context.language)}`,
        words.statuses[completion.status] ?? completion.status,
        join(
          completion.attendanceRate === undefined ? undefined : words.rate(completion.attendanceRate),
          completion.score === undefined ? undefined : words.score(completion.score),
          completion.grade,
          completion.certificateNo,
        ) || '–',
      ]),
    },
    empty: words.empty,
  }
}

const badgeSection = ({ badges, shareLinks }: MyData, context: PageContext): DataSectionView => {
  const words = wordsOf(context).myData.badges
  const open = shareLinks.filter((link) => shareLinkStateAt(link, context.now) === 'open')
  return {
    id: 'badges',
    heading: words.heading,
    lead: words.lead,
    table: {
      columns: [
        { head: words.columns.badge, kind: 'name' },
        { head: words.columns.visibility, labelled: true },
        { head: words.columns.name, labelled: true },
        { head: words.columns.links, labelled: true },
        { head: words.columns.erase },
      ],
      rows: badges.map(({ credential, name }) => [
        { href: linkTo(context, `/badges/${credential.id}#sharing`), label: name },
        wordsOf(context).badge.visibility[credential.visibility],
        credential.nameShown ? words.nameShown : words.nameHidden,
        words.links(open.filter(({ credentialIds }) => credentialIds.includes(credential.id)).length),
        { href: linkTo(context, `${myDataPath}/erase?badge=${credential.id}`), label: words.erase },
      ]),
    },
    empty: words.empty,
    links: [{ href: linkTo(context, '/console/shares'), label: words.share }],
  }
}

const resultSection = ({ nominations, outcomes, employers }: MyData, context: PageContext): DataSectionView => {
  const words = wordsOf(context).myData.results
  const texts = wordsOf(context)
  return {
    id: 'results',
    heading: words.heading,
    table: {
      columns: [
        { head: words.columns.what, kind: 'name' },
        { head: words.columns.employer, labelled: true },
        { head: words.columns.state, labelled: true },
      ],
      rows: [
        ...nominations.map((nomination) => [
          inLanguage(context, nomination.title),
          nameOf(employers, nomination.employerId, context),
          texts.nomination.state[nomination.state],
        ]),
        ...outcomes.map((outcome) => [
          words.outcome(texts.ledger.outcome.types[outcome.type]),
          nameOf(employers, outcome.employerId, context),
          dayText(outcome.effectiveOn, context.language),
        ]),
      ],
    },
    empty: words.empty,
  }
}

const consentSection = ({ consents }: MyData, context: PageContext): DataSectionView => {
  const words = wordsOf(context).myData.consents
  return {
    id: 'consents',
    heading: words.heading,
    lead: words.lead,
    table: {
      columns: [
        { head: words.columns.purpose, kind: 'name' },
        { head: words.columns.items, labelled: true },
        { head: words.columns.recipient, labelled: true },
        { head: words.columns.given, labelled: true },
        { head: words.columns.state, labelled: true },
      ],
      rows: consents.map((consent) => [
        words.purposes[consent.purpose],
        consent.items.map(words.item).join(context.language === 'ja' ? '、' : ', '),
        words.recipient(consent.recipient),
        words.given(dayText(consent.givenOn, context.language), consent.noticeVersion),
        consent.withdrawnOn === undefined
          ? deed(
              'consents/withdraw',
              words.withdraw,
              words.purposes[consent.purpose],
              { name: 'consent', value: consent.consentId },
              context,
            )
          : words.withdrawn(dayText(consent.withdrawnOn, context.language)),
      ]),
    },
    empty: words.empty,
  }
}

const seenSection = ({ views, shareLinks, employers }: MyData, context: PageContext): DataSectionView => {
  const words = wordsOf(context).myData.seen
  const looks = views.map(({ at, action, role, organisation, purpose }) => ({
    at,
    cells: [
      instantText(at, context.language),
      join(words.viewer(role), organisation === undefined ? undefined : inLanguage(context, organisation)),
      words.looked(action),
      words.purpose(purpose ?? ''),
    ],
  }))
  const openings = shareLinks.flatMap((link) => {
    const { recipient } = link
    const reader = 'text' in recipient ? recipient.text : nameOf(employers, recipient.employerId, context)
    return link.opened.map(({ at }) => ({
      at,
      cells: [instantText(at, context.language), words.opened(reader), words.openedWhat, '–'],
    }))
  })
  return {
    id: 'seen',
    heading: words.heading,
    lead: words.lead,
    table: {
      columns: [
        { head: words.columns.when, kind: 'name' },
        { head: words.columns.who, labelled: true },
        { head: words.columns.what, labelled: true },
        { head: words.columns.purpose, labelled: true },
      ],
      rows: [...looks, ...openings].sort((a, b) => b.at.getTime() - a.at.getTime()).map(({ cells }) => cells),
    },
    empty: words.empty,
  }
}

const provisionSection = ({ provisions }: MyData, context: PageContext): DataSectionView => {
  const words = wordsOf(context).myData.provisions
  const { item } = wordsOf(context).myData.consents
  return {
    id: 'provisions',
    heading: words.heading,
    table: {
      columns: [
        { head: words.columns.day, kind: 'name' },
        { head: words.columns.provider, labelled: true },
        { head: words.columns.recipient, labelled: true },
        { head: words.columns.items, labelled: true },
      ],
      rows: provisions.map((record) => [
        dayText(record.providedOn, context.language),
        words.providers[record.provider] ?? record.provider,
        record.recipient.name,
        record.items.map(item).join(context.language === 'ja' ? '、' : ', '),
      ]),
    },
    empty: words.empty,
  }
}

const answerSection = ({ answers }: MyData, context: PageContext): DataSectionView => {
  const words = wordsOf(context).myData.answers
  return {
    id: 'answers',
    heading: words.heading,
    table: {
      columns: [{ head: words.columns.day, kind: 'name' }, { head: words.columns.answers }],
      rows: answers.map(({ answeredOn, L1, L2, L3, L4, L5, L6 }) => [
        dayText(answeredOn, context.language),
        {
          lines: [L1.join('・'), (L2 ?? []).join('・'), L3, L4, L5, L6].filter((text): text is string => text !== undefined && text !== ''),
        },
      ]),
    },
    empty: words.empty,
  }
}

const requestSection = ({ requests }: MyData, context: PageContext): DataSectionView => {
  const words = wordsOf(context).myData.requests
  return {
    id: 'requests',
    heading: words.heading,
    table: {
      columns: [
        { head: words.columns.kind, kind: 'name' },
        { head: words.columns.received, labelled: true },
        { head: words.columns.due, labelled: true },
        { head: words.columns.state, labelled: true },
        { head: words.columns.action },
      ],
      rows: requests.map((request) => [
        words.kinds[request.kind],
        dayText(request.receivedOn, context.language),
        dayText(request.dueOn, context.language),
        request.state === 'answered'
          ? { lines: [`${words.states.answered} (${words.decisions[request.decision]})`, request.answer] }
          : words.states[request.state],
        request.state === 'open'
          ? deed('requests/withdraw', words.withdraw, words.kinds[request.kind], { name: 'request', value: request.id }, context)
          : '',
      ]),
    },
    empty: words.empty,
    links: [{ href: linkTo(context, `${myDataPath}/request`), label: words.make }],
  }
}
