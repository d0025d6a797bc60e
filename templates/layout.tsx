import type { ComponentChildren } from 'preact'
import type { Language } from '../src/domain/text.ts'
import { Icon, type IconName } from './components/icons.tsx'
import { Phrases } from './components/phrases.tsx'

/** What a link preview shows. All addresses are absolute. */
export interface OpenGraphView {
  title: string
  description: string
  url: string
  imageUrl?: string
  imageAlt?: string
}

export interface LinkView {
  href: string
  label: string
}

/** A link that looks like a button; `download` is the name under which its target is saved. */
export interface ActionView extends LinkView {
  icon: IconName
  download?: string
}

/** What stands around the content of every page. */
export interface FrameView {
  language: Language
  title: string
  /** the address of the page without language or key, for search engines */
  canonicalUrl?: string
  noindex: boolean
  openGraph?: OpenGraphView
  /** the same thing as data */
  alternateJson?: string
  /** 見本です… where the page shows demo data */
  demoRibbon?: string
  skip: string
  productName: string
  owner?: string
  homeHref: string
  navigationLabel: string
  navigation: (LinkView & { current: boolean; wideOnly: boolean })[]
  otherLanguage: LinkView & { language: Language }
  footLinks: LinkView[]
  /** tells the reader to look at the domain (SECURITY T24) */
  domainNote?: string
  /** module scripts, each an address below /assets/ */
  scripts: string[]
}

/** The whole document around a page. No inline script, no inline style: the Content-Security-Policy forbids both. */
export const Layout = ({ frame, children, narrow }: { frame: FrameView; children: ComponentChildren; narrow?: boolean }) => (
  <html lang={frame.language}>
    <head>
      <meta charSet="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <title>{frame.title}</title>
      <meta name="color-scheme" content="light dark" />
      <meta name="referrer" content="no-referrer" />
      <meta name="format-detection" content="telephone=no" />
      {frame.noindex && <meta name="robots" content="noindex, noarchive" />}
      {frame.canonicalUrl !== undefined && <link rel="canonical" href={frame.canonicalUrl} />}
      {frame.openGraph !== undefined && <OpenGraph card={frame.openGraph} site={frame.productName} language={frame.language} />}
      {frame.alternateJson !== undefined && <link rel="alternate" type="application/json" href={frame.alternateJson} />}
      <link rel="icon" href="/assets/icon.svg" type="image/svg+xml" />
      <link rel="stylesheet" href="/assets/look.css" />
      {frame.scripts.map((script) => (
        <script type="module" src={script} />
      ))}
    </head>
    <body>
      <a class="skip" href="#main">
        {frame.skip}
      </a>
      <header class="site-head">
        {frame.demoRibbon !== undefined && (
          <div class="demo-ribbon">
            <p>
              <Phrases text={frame.demoRibbon} />
            </p>
          </div>
        )}
        <div class="site-head__in">
          <a class="brand" href={frame.homeHref}>
            <Icon name="brand" />
            <span class="brand__name">{frame.productName}</span>
            {frame.owner !== undefined && <span class="brand__owner">{frame.owner}</span>}
          </a>
          <nav class="site-nav" aria-label={frame.navigationLabel}>
            <ul class="nav">
              {frame.navigation.map((link) => (
                <li class={link.wideOnly ? 'site-nav__extra' : undefined}>
                  <a href={link.href} aria-current={link.current ? 'page' : undefined}>
                    {link.label}
                  </a>
                </li>
              ))}
              <li>
                <a href={frame.otherLanguage.href} lang={frame.otherLanguage.language} hreflang={frame.otherLanguage.language}>
                  {frame.otherLanguage.label}
                </a>
              </li>
            </ul>
          </nav>
        </div>
      </header>
      <main id="main" class={narrow === true ? 'page page--narrow' : 'page'}>
        {children}
      </main>
      <footer class="site-foot">
        <div class="site-foot__in">
          {frame.owner !== undefined && <span>{frame.owner}</span>}
          {frame.footLinks.map((link) => (
            <a href={link.href}>{link.label}</a>
          ))}
          {frame.domainNote !== undefined && <span>{frame.domainNote}</span>}
        </div>
      </footer>
    </body>
  </html>
)

const OpenGraph = ({ card, site, language }: { card: OpenGraphView; site: string; language: Language }) => (
  <>
    <meta name="description" content={card.description} />
    <meta property="og:type" content="article" />
    <meta property="og:site_name" content={site} />
    <meta property="og:locale" content={language === 'ja' ? 'ja_JP' : 'en_GB'} />
    <meta property="og:title" content={card.title} />
    <meta property="og:description" content={card.description} />
    <meta property="og:url" content={card.url} />
    {card.imageUrl !== undefined && <meta property="og:image" content={card.imageUrl} />}
    {card.imageAlt !== undefined && <meta property="og:image:alt" content={card.imageAlt} />}
    <meta name="twitter:card" content="summary" />
  </>
)
