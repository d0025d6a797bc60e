import type { ComponentChildren } from 'preact'
import type { Letter, Sender } from '../../src/mail/letter.ts'

const text = { margin: '0 0 16px', fontSize: '16px', lineHeight: '1.7', overflowWrap: 'anywhere' } as const
const link = {
  display: 'inline-block',
  padding: '12px 24px',
  backgroundColor: '#0017c1',
  color: '#ffffff',
  fontSize: '16px',
  fontWeight: 'bold',
  textDecoration: 'none',
  borderRadius: '8px',
}

const Part = ({ lang, letter, children }: { lang: string; letter: Letter; children: ComponentChildren }) => (
  <div lang={lang}>
    <p style={text}>{letter.salutation}</p>
    {letter.paragraphs.map((paragraph) =>
      typeof paragraph === 'string' ? (
        <p style={text}>{paragraph}</p>
      ) : (
        <ul style={{ ...text, paddingLeft: '24px' }}>
          {paragraph.list.map((line) => (
            <li>{line}</li>
          ))}
        </ul>
      ),
    )}
    <p style={{ margin: '24px 0 8px' }}>
      <a href={letter.action.url} style={link}>
        {letter.action.label}
      </a>
    </p>
    <p style={{ ...text, fontSize: '14px', color: '#4d4d4d' }}>
      {letter.action.until}
      <br />
      {letter.action.url}
    </p>
    <p style={text}>{letter.ignored}</p>
    {children}
  </div>
)

/** A mail as HTML: inline styles, no picture, nothing that is fetched; Japanese first, English below. */
export const MailPage = ({ ja, en, sender }: { ja: Letter; en: Letter; sender: Sender }) => (
  <html lang="ja">
    <head>
      <meta charSet="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <title>{ja.subject}</title>
    </head>
    <body style={{ margin: '0', padding: '24px 16px', backgroundColor: '#ffffff', color: '#1a1a1a', fontFamily: 'sans-serif' }}>
      <div style={{ maxWidth: '600px', margin: '0 auto' }}>
        <Part lang="ja" letter={ja}>
          <p style={text}>{ja.unexpected}</p>
        </Part>
        <hr style={{ border: '0', borderTop: '1px solid #b3b3b3', margin: '32px 0' }} />
        <Part lang="en" letter={en}>
          <p style={text}>{en.unexpected}</p>
        </Part>
        <hr style={{ border: '0', borderTop: '1px solid #b3b3b3', margin: '32px 0' }} />
        <p style={{ ...text, fontSize: '14px' }}>
          {sender.nameJa}
          <br />
          <span lang="en">{sender.nameEn}</span>
          <br />
          {sender.email}
          <br />
          {sender.url}
        </p>
      </div>
    </body>
  </html>
)
