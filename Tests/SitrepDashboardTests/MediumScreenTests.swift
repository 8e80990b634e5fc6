import SitrepCore
import SitrepDashboard
import SitrepTerminal
import Testing

@MainActor @Suite("Medium screens") struct MediumScreenTests {
  @Test func `nothing has answered yet at 80 by 24`() {
    let desk = Desk(World(), 80, 24)
    #expect(
      desk.text
        == """
        -- ? 0 of 3 answered yet · our traffic unmeasured via anthropic  01:53:20Z  LIVE
        ┌ 2 Probes ────────────────────────────────────── last 15m, 45s a column, 0–1s ┐
        │ ? anthropic haiku  messages                       no answer yet      n0   –  │
        │ ? anthropic opus   streaming                      no answer yet      n0   –  │
        │ ? bedrock   haiku  messages                       no answer yet      n0   –  │
        │ ? vertex    sonnet messages  not probed: no credentials                      │
        │                                                                              │
        └──────────────────────────────────────────────────────────────────────────────┘
        ┌ 3 Breakers ──────────────────────────┐┌ 1 Status pages ──────────────────────┐
        │ ● anthropic closed            serving││ ? anthropic not read yet             │
        │ ● bedrock   closed                   ││ ? aws       not read yet             │
        │ ? vertex    unknown: not probed      ││                                      │
        │ route anthropic, confirmed by none   ││                                      │
        │                                      ││                                      │
        └──────────────────────────────────────┘└──────────────────────────────────────┘
        ┌ 7 Timeline ───────────────────────────────────────────────────────────── UTC ┐
        │ 01:53:20Z · engine 0.1 started, pid 7                                        │
        │ 01:53:20Z · configuration adopted                                            │
        │                                                                              │
        │                                                                              │
        │                                                                              │
        │                                                                              │
        └──────────────────────────────────────────────────────────────────────────────┘
         t trip  s switch  a acknowledge  n note  u undo  i incident  ? help  q detach
        """)
  }

  @Test func `an outage with P1 at 80 by 24`() {
    let desk = Desk(.outage(), 80, 24)
    #expect(
      desk.text
        == """
        P1 ✖ ANTHROPIC FAILING 529/500 · our traffic ok via bedrock   ack in 00:41  LIVE
        ┌ 2 Probes ────────────────────────────────────── last 15m, 45s a column, 0–2s ┐
        │ ✖ anthropic haiku  messages      ▃▃▄▄▃▃▄▃▃▄▄▃▄✕✕✕ 500      p50 0.7s  n20  15s│
        │ ✖ anthropic opus   streaming     ▃▄▄▅▄▄▅▃▄▄▅▄▄✕✕✕ 529      p50 0.9s  n20  15s│
        │ ● bedrock   haiku  messages      ▄▄▅▅▄▄▅▄▄▅▅▄▅▅▅▅ 1.1s     p50 1.0s  n23  15s│
        │ ? vertex    sonnet messages  not probed: no credentials                      │
        │                                                                              │
        └──────────────────────────────────────────────────────────────────────────────┘
        ┌ 3 Breakers ──────────────────────────┐┌ 1 Status pages ──────────────────────┐
        │ ✖ anthropic OPEN  retry 00:41       █││ ✖ Claude major outage    fetched now█│
        │   ✖ haiku 529 ×3, 500 ×2            █││   ✖ API                 major outage█│
        │   ✖ opus 529 ×4, stalled ×1         █││   ● 2 other components operational  █│
        │ ● bedrock   closed           serving█││   02:04Z investigating: Elevated er…█│
        │ ? vertex    unknown: not probed     │││   posted 1m15s after we saw it      ││
        └──────────────────────────────────────┘└──────────────────────────────────────┘
        ┌ 7 Timeline ───────────────────────────────────────────────────────────── UTC ┐
        │ 02:04:37Z ▲ route anthropic → bedrock: anthropic is open                    ││
        │ 02:04:37Z ✖ severity P1: 14 of 14 anthropic attempts failed: 529 ×11, 500 ×3││
        │ 02:04:37Z ✖ INC-1 opened, P1: anthropic: total failure                      ││
        │ 02:04:52Z • anthropic: investigating: Elevated errors across models (posted…││
        │ 02:04:52Z • anthropic page: operational → major outage: API                 █│
        │ 02:04:52Z · gateway obeys generation 2                                      █│
        └──────────────────────────────────────────────────────────────────────────────┘
         t trip  s switch  a acknowledge  n note  u undo  i incident  ? help  q detach
        """)
  }

  @Test func `half-open and on the way back at 80 by 24`() {
    let desk = Desk(.failback(), 80, 24)
    #expect(
      desk.text
        == """
        P1 ✖ ANTHROPIC FAILING 529/500 · our traffic unmeasured                     LIVE
        ┌ 2 Probes ────────────────────────────────────── last 15m, 45s a column, 0–2s ┐
        │ ✖ anthropic haiku  messages     ▃▃▄▄▃▃▄▃▃▄▄▃▄✕✕✕✕ 500      p50 0.7s  n20  1m │
        │ ✖ anthropic opus   streaming    ▃▄▄▅▄▄▅▃▄▄▅▄▄✕✕✕✕ 529      p50 0.9s  n20  1m │
        │ ● bedrock   haiku  messages     ▄▄▅▅▄▄▅▄▄▅▅▄▅▅▅▅▅ 1.1s     p50 1.0s  n23  1m │
        │ ? vertex    sonnet messages  not probed: no credentials                      │
        │                                                                              │
        └──────────────────────────────────────────────────────────────────────────────┘
        ┌ 3 Breakers ──────────────────────────┐┌ 1 Status pages ──────────────────────┐
        │ ◐ anthropic half-open  0 ok so far  █││ ✖ Claude major outage     fetched 1m█│
        │   ◐ haiku half-open, open for 60 s  █││   ✖ API                 major outage█│
        │   ◐ opus half-open, open for 60 s   █││   ● 2 other components operational  █│
        │ ● bedrock   closed           serving│││   02:04Z investigating: Elevated er…█│
        │ ? vertex    unknown: not probed     │││   posted 1m15s after we saw it      ││
        └──────────────────────────────────────┘└──────────────────────────────────────┘
        ┌ 7 Timeline ───────────────────────────────────────────────────────────── UTC ┐
        │ 02:04:37Z ✖ severity P1: 14 of 14 anthropic attempts failed: 529 ×11, 500 ×3││
        │ 02:04:37Z ✖ INC-1 opened, P1: anthropic: total failure                      ││
        │ 02:04:52Z • anthropic: investigating: Elevated errors across models (posted…││
        │ 02:04:52Z • anthropic page: operational → major outage: API                 ││
        │ 02:04:52Z · gateway obeys generation 2                                      █│
        │ 02:05:41Z · ramp                                                            █│
        └──────────────────────────────────────────────────────────────────────────────┘
         t trip  s switch  a acknowledge  n note  u undo  i incident  ? help  q detach
        """)
  }

  @Test func `stale pages at 80 by 24`() {
    let desk = Desk(.stalePage(), 80, 24)
    #expect(
      desk.text
        == """
        -- ? 3 ok, 1 not probed · our traffic unmeasured via anthropic   02:13:30Z  LIVE
        ┌ 2 Probes ────────────────────────────────────── last 15m, 45s a column, 0–2s ┐
        │ ● anthropic haiku  messages  ▃▄▄▃▄▄▄░░░░░░░░░░░▄▄ 0.8s     p50 0.7s  n21  now│
        │ ● anthropic opus   streaming ▄▄▅▄▄▅▅░░░░░░░░░░░▄▄ 0.8s     p50 0.9s  n21  now│
        │ ● bedrock   haiku  messages  ▄▅▅▄▅▅▅░░░░░░░░░░░▄▄ 0.8s     p50 1.0s  n21  now│
        │ ? vertex    sonnet messages  not probed: no credentials                      │
        │                                                                              │
        └──────────────────────────────────────────────────────────────────────────────┘
        ┌ 3 Breakers ──────────────────────────┐┌ 1 Status pages ──────────────────────┐
        │ ● anthropic closed            serving││ ░ Claude was operational  stale 10:10│
        │ ● bedrock   closed                   ││ ░ AWS    was operational  stale 10:10│
        │ ? vertex    unknown: not probed      ││   failed: HTTP 503 from the page     │
        │ route anthropic, confirmed by 1 of 1 ││                                      │
        │                                      ││                                      │
        └──────────────────────────────────────┘└──────────────────────────────────────┘
        ┌ 7 Timeline ───────────────────────────────────────────────────────────── UTC ┐
        │ 01:53:20Z · engine 0.1 started, pid 7                                        │
        │ 01:53:20Z · configuration adopted                                            │
        │ 02:03:20Z · gateway obeys generation 1                                       │
        │ 02:13:27Z ▲ aws page cannot be read: HTTP 503 from the page                  │
        │                                                                              │
        │                                                                              │
        └──────────────────────────────────────────────────────────────────────────────┘
         t trip  s switch  a acknowledge  n note  u undo  i incident  ? help  q detach
        """)
  }

  @Test func `an outage in a drill, in ASCII at 80 by 24`() {
    let desk = Desk(.outage(mode: .drill("q2")), 80, 24, glyphs: .ascii)
    #expect(
      desk.text
        == """
        P1 X ANTHROPIC FAILING 529/500 - our traffic ok via bedrock  ack in 00:41  DRILL
        + 2 Probes -------------------------------------- last 15m, 45s a column, 0-2s +
        | X anthropic haiku  messages      ,,,,,,,,,,,,,xxx 500      p50 0.7s  n20  15s|
        | X anthropic opus   streaming     ,,,-,,-,,,-,,xxx 529      p50 0.9s  n20  15s|
        | o bedrock   haiku  messages      ,,--,,-,,--,---- 1.1s     p50 1.0s  n23  15s|
        | ? vertex    sonnet messages  not probed: no credentials                      |
        |                                                                              |
        +------------------------------------------------------------------------------+
        + 3 Breakers --------------------------++ 1 Status pages ----------------------+
        | X anthropic OPEN  retry 00:41       #|| X Claude major outage    fetched now#|
        |   X haiku 529 x3, 500 x2            #||   X API                 major outage#|
        |   X opus 529 x4, stalled x1         #||   o 2 other components operational  #|
        | o bedrock   closed           serving#||   02:04Z investigating: Elevated er~#|
        | ? vertex    unknown: not probed     |||   posted 1m15s after we saw it      ||
        +--------------------------------------++--------------------------------------+
        + 7 Timeline ------------------------------------------------------------- UTC +
        | 02:04:37Z ^ route anthropic > bedrock: anthropic is open                    ||
        | 02:04:37Z X severity P1: 14 of 14 anthropic attempts failed: 529 x11, 500 x3||
        | 02:04:37Z X INC-1 opened, P1: anthropic: total failure                      ||
        | 02:04:52Z * anthropic: investigating: Elevated errors across models (posted~||
        | 02:04:52Z * anthropic page: operational > major outage: API                 #|
        | 02:04:52Z - gateway obeys generation 2                                      #|
        +------------------------------------------------------------------------------+
         t trip  s switch  a acknowledge  n note  u undo  i incident  ? help  q detach
        """)
  }
}
