import type { FrameView, OpenGraphView } from '../../../templates/layout.tsx'
import { inLanguage, linkTo, otherLanguageAddress, type PageContext, wordsOf } from './page-context.ts'

export interface FrameInput {
  /** without the name of the product, which follows it */
  title: string
  current?: 'verify' | 'achievements' | 'employers'
  /** the page shows demo data */
  demo: boolean
  noindex?: boolean
  /** the page is behind the sign-in */
  signedIn?: boolean
  canonicalUrl?: string
  openGraph?: OpenGraphView
  alternateJson?: string
  /** names of the scripts below /assets/, without `.js` */
  scripts?: string[]
}

/** What stands around a page: title, ribbon, navigation, language switch, footer. */
export const frameView = (input: FrameInput, context: PageContext): FrameView => {
  const words = wordsOf(context).frame
  const link = (place: NonNullable<FrameInput['current']>, label: string, wideOnly: boolean) => ({
    href: linkTo(context, `/${place}`),
    label,
    current: input.current === place,
    wideOnly,
  })
  return {
    language: context.language,
    title: `${input.title}｜${words.titleEnd}`,
    noindex: input.noindex ?? false,
    ...(input.canonicalUrl === undefined ? {} : { canonicalUrl: input.canonicalUrl }),
    ...(input.openGraph === undefined ? {} : { openGraph: input.openGraph }),
    ...(input.alternateJson === undefined ? {} : { alternateJson: input.alternateJson }),
    ...(input.demo ? { demoRibbon: words.demo } : {}),
    skip: words.skip,
    productName: words.product,
    ...(context.owner === undefined ? {} : { owner: inLanguage(context, context.owner) }),
    homeHref: linkTo(context, '/'),
    navigationLabel: words.mainPages,
    navigation: [
      link('verify', words.verify, false),
      link('achievements', words.badges, true),
      link('employers', words.employers, true),
      {
        href: linkTo(context, '/console'),
        label: input.signedIn === true ? wordsOf(context).console.sectionNames.home : words.signIn,
        current: false,
        wideOnly: false,
      },
    ],
    otherLanguage: {
      href: otherLanguageAddress(context),
      label: words.otherLanguage,
      language: context.language === 'ja' ? 'en' : 'ja',
    },
    footLinks: [
      { href: linkTo(context, '/achievements'), label: words.badges },
      { href: linkTo(context, '/employers'), label: words.employers },
      { href: linkTo(context, '/cases'), label: wordsOf(context).cases.title },
      { href: linkTo(context, '/figures'), label: wordsOf(context).ledger.figures.title },
      { href: linkTo(context, '/accessibility'), label: wordsOf(context).accessibility.title },
    ],
    domainNote: words.noteOnDomain(new URL(context.publicUrl).host),
    scripts: (input.scripts ?? []).map((name) => `/assets/${name}.js`),
  }
}
