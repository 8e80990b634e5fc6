import SitrepAdapters
import SitrepCore
import Testing

@Suite("Reading of streams")
struct StreamReadingTests {
  /// Feeds a recorded stream in pieces of `size` bytes, one every 100 ms.
  private func decode(_ file: String, _ platform: Platform, size: Int) throws -> StreamDecoder {
    let bytes = try Payload.bytes(file)
    var decoder = StreamDecoder(for: platform)
    var elapsed = TimeSpan.zero
    for start in stride(from: 0, to: bytes.count, by: size) {
      elapsed = elapsed + .milliseconds(100)
      decoder.take(Array(bytes[start..<min(start + size, bytes.count)]), at: elapsed)
    }
    return decoder
  }

  @Test(
    "Every recorded stream ends as it should, however its bytes are cut",
    arguments: [
      ("real-sse-text.sse", Platform.anthropic, AnswerEnd.complete, nil, true),
      ("real-sse-thinking.sse", .anthropic, .complete, nil, true),
      ("real-sse-tool-use.sse", .vertex, .complete, nil, true),
      ("sse-complete-with-cache-read.sse", .anthropic, .complete, nil, true),
      ("sse-crlf-comments-and-multiline-data.sse", .anthropic, .complete, nil, true),
      ("sse-unknown-event-and-delta.sse", .anthropic, .complete, nil, true),
      ("sse-refusal.sse", .anthropic, .complete, nil, false),
      ("sse-truncated-no-message-stop.sse", .anthropic, .truncated, nil, true),
      ("sse-midstream-api-error.sse", .anthropic, .truncated, "api_error", true),
      ("sse-midstream-overloaded-error.sse", .anthropic, .truncated, "overloaded_error", true),
      ("bedrock-eventstream-ok.bin", .bedrock, .complete, nil, true),
      ("bedrock-eventstream-truncated.bin", .bedrock, .truncated, nil, true),
      ("bedrock-eventstream-throttled-midstream.bin", .bedrock, .truncated, "throttlingException", true),
      ("bedrock-eventstream-internal-error.bin", .bedrock, .truncated, "internalServerException", false),
    ] as [(String, Platform, AnswerEnd, String?, Bool)])
  func readsStreams(
    file: String, platform: Platform, end: AnswerEnd, error: String?, hasContent: Bool
  ) throws {
    for size in [1, 7, 100_000] {
      let decoder = try decode(file, platform, size: size)
      #expect(!decoder.isBroken)
      #expect(decoder.reading.end == end)
      #expect(decoder.reading.error?.type == error)
      #expect((decoder.reading.firstContent != nil) == hasContent)
    }
  }

  @Test("A frame with a wrong checksum breaks the stream")
  func badChecksum() throws {
    #expect(try decode("bedrock-eventstream-bad-crc.bin", .bedrock, size: 64).isBroken)
  }

  @Test("Usage is the last word, field by field")
  func usage() throws {
    let reading = try decode("sse-complete-with-cache-read.sse", .anthropic, size: 50).reading
    #expect(reading.usage?.inputTokens == 12)
    #expect(reading.usage?.cacheReadTokens == 2048)
    #expect((reading.usage?.outputTokens ?? 0) > 1)
  }

  private let block = #"{"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}"#
  private let delta = #"{"type":"content_block_delta","delta":{"type":"text_delta","text":"a"}}"#
  private let empty = #"{"type":"content_block_delta","delta":{"type":"text_delta","text":""}}"#
  private let ping = #"{"type": "ping"}"#

  @Test("Progress moves the deadline, pings do not")
  func deadlines() {
    let limits = StallLimits(firstContent: .seconds(30), between: .seconds(10))
    var reading = StreamReading(.anthropic)
    #expect(reading.deadline(limits) == .seconds(30))
    for (event, at) in [(block, 1), (ping, 25), (empty, 26)] as [(String, Int64)] {
      let isRead = reading.take(data: event, at: .seconds(at))
      #expect(isRead)
    }
    #expect(reading.deadline(limits) == .seconds(30))
    #expect(reading.stall == .noFirstContent)
    _ = reading.take(data: delta, at: .seconds(28))
    _ = reading.take(data: ping, at: .seconds(33))
    #expect(reading.deadline(limits) == .seconds(38))
    #expect(reading.stall == .stalled)
    _ = reading.take(data: delta, at: .seconds(37))
    #expect(reading.firstContent == .seconds(28))
    #expect(reading.largestGap == .seconds(9))
    #expect(reading.pings == 2)
    #expect(reading.end == .truncated)
  }

  @Test("What is not an event's JSON is refused, what is unknown is ignored")
  func unknown() {
    var reading = StreamReading(.anthropic)
    let isRead = ["oops", "[1]", #"{"type":"brand_new"}"#].map { reading.take(data: $0, at: .zero) }
    #expect(isRead == [false, false, true])
    #expect(reading.error == nil)
  }

  @Test("OpenAI's and Gemini's streams have their own contents and ends")
  func alternates() {
    var openai = StreamReading(.openAI)
    _ = openai.take(data: #"{"choices":[{"delta":{"role":"assistant","content":""}}]}"#, at: .seconds(1))
    _ = openai.take(data: #"{"choices":[{"delta":{"content":"pong"}}],"usage":null}"#, at: .seconds(2))
    #expect(openai.end == .truncated)
    _ = openai.take(data: "[DONE]", at: .seconds(3))
    #expect(openai.firstContent == .seconds(2))
    #expect(openai.end == .complete)
    var gemini = StreamReading(.gemini)
    _ = gemini.take(
      data: #"{"candidates":[{"content":{"parts":[{"text":"pong"}]},"finishReason":"STOP"}]}"#,
      at: .seconds(1))
    #expect(gemini.end == .complete)
    _ = gemini.take(data: #"{"error":{"code":503,"status":"UNAVAILABLE","message":"x"}}"#, at: .seconds(1))
    #expect(gemini.error?.type == "UNAVAILABLE")
  }
}
