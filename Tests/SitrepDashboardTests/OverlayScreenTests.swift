import SitrepCore
import SitrepDashboard
import SitrepTerminal
import Testing

@MainActor @Suite("Overlays") struct OverlayScreenTests {
  @Test func `who acts at 80 by 24`() {
    let desk = Desk(.calm(), 80, 24)
    desk.press(.character("t"))
    #expect(
      desk.text
        == """
        -- ? 3 ok, 1 not probed · our traffic ok via anthropic           02:03:27Z  LIVE
        ┌ 2 Probes ────────────────────────────────────── last 15m, 45s a column, 0–2s ┐
        │ ● anthropic haiku  messages        ▃▃▄▄▃▃▄▃▃▄▄▃▄▄ 0.8s     p50 0.7s  n20  5s │
        │ ● anthropic opus   streaming       ▃▄▄▅▄▄▅▃▄▄▅▄▄▅ 1.1s     p50 0.9s  n20  5s │
        │ ● bedrock   haiku  messages        ▄▄▅▅▄▄▅▄▄▅▅▄▅▅ 1.1s     p50 1.0s  n20  5s │
        │ ? vertex    sonnet messages  not probed: no credentials                      │
        │                                                                              │
        └──────────────────────────────────────────────────────────────────────────────┘
        ┌ 3 Breakers ──────────────────────────┐┌ 1 Status pages ──────────────────────┐
        │ ┏ who acts? ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━┓s│
        │ ┃ initials or name: ab                                                     ┃ │
        │ ┃ Acts are written down with this name; 10 idle minutes end it.            ┃s│
        │ ┃ Enter goes on, Esc leaves                                                ┃ │
        │ ┗━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━┛ │
        └──────────────────────────────────────┘└──────────────────────────────────────┘
        ┌ 7 Timeline ───────────────────────────────────────────────────────────── UTC ┐
        │ 01:53:20Z · engine 0.1 started, pid 7                                        │
        │ 01:53:20Z · configuration adopted                                            │
        │ 02:03:20Z · gateway obeys generation 1                                       │
        │                                                                              │
        │                                                                              │
        │                                                                              │
        └──────────────────────────────────────────────────────────────────────────────┘
         t trip  s switch  a acknowledge  n note  u undo  i incident  ? help  q detach
        """)
  }

  @Test func `the choice of a breaker at 80 by 24`() {
    let desk = Desk(.calm(), 80, 24)
    desk.press(.character("t"))
    desk.press(.enter)
    #expect(
      desk.text
        == """
        -- ? 3 ok, 1 not probed · our traffic ok via anthropic  02:03:27Z  LIVE ARMED ab
        ┌ 2 Probes ────────────────────────────────────── last 15m, 45s a column, 0–2s ┐
        │ ● anthropic haiku  messages        ▃▃▄▄▃▃▄▃▃▄▄▃▄▄ 0.8s     p50 0.7s  n20  5s │
        │ ● anthropic opus   streaming       ▃▄▄▅▄▄▅▃▄▄▅▄▄▅ 1.1s     p50 0.9s  n20  5s │
        │ ● bedrock   haiku  messages        ▄▄▅▅▄▄▅▄▄▅▅▄▅▅ 1.1s     p50 1.0s  n20  5s │
        │ ? vertex    sonnet messages  not probed: no credentials                      │
        │                                                                              │
        └──────────────────────────────────────────────────────────────────────────────┘
        ┌ 3 Breakers ──────────────────────────┐┌ 1 Status pages ──────────────────────┐
        ┏ trip or reset a breaker ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━┓
        ┃ ▸ trip anthropic  closed                                                     ┃
        ┃   trip bedrock  closed                                                       ┃
        ┃   trip vertex  closed                                                        ┃
        ┃ Enter takes it, Esc leaves                                                   ┃
        ┗━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━┛
        ┌ 7 Timeline ───────────────────────────────────────────────────────────── UTC ┐
        │ 01:53:20Z · engine 0.1 started, pid 7                                        │
        │ 01:53:20Z · configuration adopted                                            │
        │ 02:03:20Z · gateway obeys generation 1                                       │
        │                                                                              │
        │                                                                              │
        │                                                                              │
        └──────────────────────────────────────────────────────────────────────────────┘
         armed as ab; 10 idle minutes disarm
        """)
  }

  @Test func `the reason at 80 by 24`() {
    let desk = Desk(.calm(), 80, 24)
    desk.press(.character("t"))
    desk.press(.enter)
    desk.press(.enter)
    #expect(
      desk.text
        == """
        -- ? 3 ok, 1 not probed · our traffic ok via anthropic  02:03:27Z  LIVE ARMED ab
        ┌ 2 Probes ────────────────────────────────────── last 15m, 45s a column, 0–2s ┐
        │ ● anthropic haiku  messages        ▃▃▄▄▃▃▄▃▃▄▄▃▄▄ 0.8s     p50 0.7s  n20  5s │
        │ ● anthropic opus   streaming       ▃▄▄▅▄▄▅▃▄▄▅▄▄▅ 1.1s     p50 0.9s  n20  5s │
        │ ● bedrock   haiku  messages        ▄▄▅▅▄▄▅▄▄▅▅▄▅▅ 1.1s     p50 1.0s  n20  5s │
        │ ? vertex    sonnet messages  not probed: no credentials                      │
        │                                                                              │
        └──────────────────────────────────────────────────────────────────────────────┘
        ┌ 3 Breakers ──────────────────────────┐┌ 1 Status pages ──────────────────────┐
        │ ┏ trip breaker: anthropic  closed ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━┓s│
        │ ┃ reason:                                                                  ┃ │
        │ ┃ Enter alone leaves it out. End with "for 15m" to let it end by itself.   ┃s│
        │ ┃ Enter goes on, Esc leaves                                                ┃ │
        │ ┗━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━┛ │
        └──────────────────────────────────────┘└──────────────────────────────────────┘
        ┌ 7 Timeline ───────────────────────────────────────────────────────────── UTC ┐
        │ 01:53:20Z · engine 0.1 started, pid 7                                        │
        │ 01:53:20Z · configuration adopted                                            │
        │ 02:03:20Z · gateway obeys generation 1                                       │
        │                                                                              │
        │                                                                              │
        │                                                                              │
        └──────────────────────────────────────────────────────────────────────────────┘
         armed as ab; 10 idle minutes disarm
        """)
  }

  @Test func `the effect before Enter at 80 by 24`() {
    let desk = Desk(.calm(), 80, 24)
    desk.press(.character("t"))
    desk.press(.enter)
    desk.press(.enter)
    desk.type("budget for 15m")
    desk.press(.enter)
    #expect(
      desk.text
        == """
        -- ? 3 ok, 1 not probed · our traffic ok via anthropic  02:03:27Z  LIVE ARMED ab
        ┌ 2 Probes ────────────────────────────────────── last 15m, 45s a column, 0–2s ┐
        │ ● anthropic haiku  messages        ▃▃▄▄▃▃▄▃▃▄▄▃▄▄ 0.8s     p50 0.7s  n20  5s │
        │ ● anthropic opus   streaming       ▃▄▄▅▄▄▅▃▄▄▅▄▄▅ 1.1s     p50 0.9s  n20  5s │
        │ ● bedrock   haiku  messages        ▄▄▅▅▄▄▅▄▄▅▅▄▅▅ 1.1s     p50 1.0s  n20  5s │
        │ ? vertex    sonnet messages  not probed: no credentials                      │
        │                                                                              │
        ┏ trip breaker: anthropic  closed ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━┓
        ┃ anthropic: closed → FORCED OPEN                                              ┃
        ┃ 5.0 req/s move to bedrock                                                    ┃
        ┃ headroom on bedrock unknown: it sends no headers                             ┃
        ┃ prompt caches on bedrock start cold                                          ┃
        ┃ reason: budget                                                               ┃
        ┃ for 15m, then it ends by itself                                              ┃
        ┃ Enter confirms, Esc leaves                                                   ┃
        ┗━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━┛
        │ 01:53:20Z · engine 0.1 started, pid 7                                        │
        │ 01:53:20Z · configuration adopted                                            │
        │ 02:03:20Z · gateway obeys generation 1                                       │
        │                                                                              │
        │                                                                              │
        │                                                                              │
        └──────────────────────────────────────────────────────────────────────────────┘
         armed as ab; 10 idle minutes disarm
        """)
  }

  @Test func `the incident menu at 80 by 24`() {
    let desk = Desk.armed(.outage(), 80, 24)
    desk.press(.character("i"))
    #expect(
      desk.text
        == """
        P1 ✖ ANTHROPIC FAILING 529/500 · our traffic ok via bedrock        LIVE ARMED ab
        ┏ incident ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━┓
        ┃ P1 INC-1 open for 15s                                                        ┃
        ┃ because 14 of 14 failed                                                      ┃
        ┃ ack in 00:41, update in 14:41                                                ┃
        ┃ lead –  ops –  comms –  scribe –                                             ┃
        ┃ ▸ s  change severity                                                         ┃
        ┃   l  take the lead                                                           ┃
        ┃   o  take a role                                                             ┃
        ┃   h  hand over a role                                                        ┃
        ┃   u  update sent                                                             ┃
        ┃   n  next update due                                                         ┃
        ┃   r  resolve incident  2 series still fail: wait until it is quiet, or merg… ┃
        ┃   k  keep it open                      nobody asks yet whether INC-1 is over ┃
        ┃   m  merge incidents                                      only INC-1 is open ┃
        ┃   e  reopen incident                                 no incident is resolved ┃
        ┃   i  pin action item                                                         ┃
        ┃   x  drop action item                               no action item is pinned ┃
        ┃   d  declare incident                                                        ┃
        ┃   c  what changed since I looked away                                        ┃
        ┃ Enter takes it, Esc leaves                                                   ┃
        ┗━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━┛
        └──────────────────────────────────────────────────────────────────────────────┘
         t trip  s switch  a acknowledge  n note  u undo  i incident  ? help  q detach
        """)
  }

  @Test func `a postmortem at 80 by 24`() {
    let desk = Desk(.calm(), 80, 24)
    desk.feed(.postmortemText(path: "/s/INC-1.md", text: "# INC-1\n\n- [ ] TODO who writes to users"))
    #expect(
      desk.text
        == """
        -- ? 3 ok, 1 not probed · our traffic ok via anthropic           02:03:27Z  LIVE
        ┏ /s/INC-1.md ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━┓
        ┃ # INC-1                                                                      ┃
        ┃                                                                              ┃
        ┃ - [ ] TODO who writes to users                                               ┃
        ┃                                                                              ┃
        ┃                                                                              ┃
        ┃                                                                              ┃
        ┃                                                                              ┃
        ┃                                                                              ┃
        ┃                                                                              ┃
        ┃                                                                              ┃
        ┃                                                                              ┃
        ┃                                                                              ┃
        ┃                                                                              ┃
        ┃                                                                              ┃
        ┃                                                                              ┃
        ┃                                                                              ┃
        ┃                                                                              ┃
        ┃                                                                              ┃
        ┃                                                                              ┃
        ┃ e edit  arrows scroll  q close                                               ┃
        ┗━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━┛
         t trip  s switch  a acknowledge  n note  u undo  i incident  ? help  q detach
        """)
  }

  @Test func `the choice of a breaker at 40 by 6`() {
    let desk = Desk(.calm(), 40, 6)
    desk.press(.character("t"))
    desk.press(.enter)
    #expect(
      desk.text
        == """
        -- ? 3 ok, 1 not probed    LIVE ARMED ab
        ┏ trip or reset a breaker ━━━━━━━━━━━━━┓
        ┃ ▸ trip anthropic  closed           █ ┃
        ┃   trip bedrock  closed             │ ┃
        ┃ Enter takes it, Esc leaves           ┃
         armed as ab; 10 idle minutes disarm
        """)
  }

  @Test func `the effect before Enter at 40 by 6`() {
    let desk = Desk(.calm(), 40, 6)
    desk.press(.character("t"))
    desk.press(.enter)
    desk.press(.enter)
    desk.type("budget for 15m")
    desk.press(.enter)
    #expect(
      desk.text
        == """
        -- ? 3 ok, 1 not probed    LIVE ARMED ab
        ┏ trip breaker: anthropic  closed ━━━━━┓
        ┃ anthropic: closed → FORCED OPEN    █ ┃
        ┃ 5.0 req/s move to bedrock          │ ┃
        ┃ Enter reads on, Esc leaves           ┃
         armed as ab; 10 idle minutes disarm
        """)
  }
}
