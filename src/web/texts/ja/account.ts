/** How somebody signs in: passkeys and sign-ins. */
export const account = {
  title: 'ログインの設定',
  lead: 'この人のパスキーと、ログインしているブラウザをまとめて確かめられます。',
  passkeys: 'パスキー',
  unnamed: 'パスキー（名前なし）',
  made: (day: string, used: string | undefined) =>
    used === undefined ? `${day}に作成。まだ使っていません。` : `${day}に作成。最後に使った日：${used}。`,
  name: 'このパスキーの名前',
  nameHint: '例：職場のパソコン',
  rename: '名前を変える',
  remove: 'このパスキーを消す',
  none: 'パスキーはありません。',
  noneWhen: '作ると、メールのリンクなしでログインできます。',
  renamed: '名前を変えました。',
  removed: 'パスキーを消しました。',
  sessions: 'ログイン',
  sessionsAbout: (count: number) =>
    `いま${count}件のログインがあります（このブラウザを含みます）。端末をなくしたときは、すべてのログインを終えてください。`,
  signOutEverywhere: 'すべてのブラウザからログアウトする',
}
