import SitrepCore
import SitrepSimulator
import Testing

/// Simulated vendors understand what is asked, and get each thing wrong by itself.
@Suite struct SimulatedCapabilityTests {
  private func script(_ steps: [DrillStep] = []) throws -> DrillScript {
    var script = try DrillFile.named("calm")
    script.steps = steps
    return script
  }

  private func broken(_ capability: Capability, _ fault: Fault) -> DrillStep {
    DrillStep(
      at: .zero, platforms: [.anthropic], capabilities: [capability], failing: 1, faults: FaultMix([fault: 1])
    )
  }

  private func request(_ fields: [(String, JSON)], path: String = "/v1/messages") -> VendorRequest {
    var request = Requests.messages()
    request.path = path
    let base: [(String, JSON)] = [("model", "claude-haiku-5-5"), ("max_tokens", 128)]
    request.body = JSON.object((base + fields).map { JSON.Member(key: $0.0, value: $0.1) }).bytes
    return request
  }

  private func user(_ content: JSON) -> (String, JSON) {
    ("messages", [["role": "user", "content": content]])
  }

  private var addition: VendorRequest {
    let number: JSON = ["type": "integer"]
    let schema: JSON = ["type": "object", "properties": ["a": number, "b": number], "required": ["a", "b"]]
    let tools: JSON = [
      ["name": "multiply_numbers", "input_schema": schema], ["name": "add_numbers", "input_schema": schema],
    ]
    return request([("tools", tools), user("Use one of the tools to add 3 and 4.")])
  }

  @Test func `the tool that fits is called with the numbers that were told`() throws {
    var asker = Asker(script: try script())
    let block = try #require(try asker.json(addition)["content"]?.list?.first)
    #expect(block["name"]?.text == "add_numbers")
    #expect(block["input"] == ["a": 3, "b": 4])
    var spoiled = Asker(script: try script([broken(.toolUse, .badtool)]))
    #expect(try spoiled.json(addition)["content"]?.list?.first?["input"]?["a"]?.text == "seventeen")
    #expect(try spoiled.json(Requests.messages())["content"]?.list?.first?["text"] != nil)
  }

  @Test func `a product is right unless quality is broken`() throws {
    let question = request([user("What is 17 times 23? Reply with only the number.")])
    var asker = Asker(script: try script())
    #expect(try asker.json(question)["content"]?.list?.first?["text"]?.text == "391")
    var spoiled = Asker(script: try script([broken(.canary, .wrong)]))
    #expect(try spoiled.json(question)["content"]?.list?.first?["text"]?.text == "42")
  }

  @Test func `a marked beginning is written once, read for five minutes, and forgotten by a fault`() throws {
    let prefix = String(repeating: "Remember this. ", count: 400)
    let system: JSON = [["type": "text", "text": .text(prefix), "cache_control": ["type": "ephemeral"]]]
    let marked = request([("system", system), user("Reply with the single word pong.")])
    func tokens(_ asker: inout Asker, at seconds: Double) throws -> [Int?] {
      let usage = try asker.json(marked, at: seconds)["usage"]
      return [usage?["cache_creation_input_tokens"]?.integer, usage?["cache_read_input_tokens"]?.integer]
    }
    var asker = Asker(script: try script())
    #expect(try tokens(&asker, at: 1) == [1500, 0])
    #expect(try tokens(&asker, at: 2) == [0, 1500])
    #expect(try tokens(&asker, at: 290) == [0, 1500])
    #expect(try tokens(&asker, at: 600) == [1500, 0])
    var spoiled = Asker(script: try script([broken(.promptCaching, .cachemiss)]))
    #expect(try tokens(&spoiled, at: 1) == [1500, 0])
    #expect(try tokens(&spoiled, at: 2) == [1500, 0])
  }

  @Test(arguments: [Capability.models, .countTokens, .reach, .webUI])
  func `what asks no model fails only where a drill names it`(capability: Capability) throws {
    let request: VendorRequest
    switch capability {
    case .models:
      request = VendorRequest(
        service: .anthropic, method: "GET", path: "/v1/models", headers: [VendorHeader("x-api-key", "k")])
    case .countTokens: request = self.request([user("ping")], path: "/v1/messages/count_tokens")
    case .reach: request = VendorRequest(service: .anthropic, method: "GET", path: "/v1/models")
    default: request = VendorRequest(service: .webUI, method: "GET", path: "/")
    }
    let calm = capability == .reach ? 401 : 200
    let all = DrillStep(at: .zero, platforms: [.anthropic], failing: 1, faults: FaultMix([.server: 1]))
    for (steps, status) in [([], calm), ([all], calm), ([broken(capability, .server)], 500)] {
      var asker = Asker(script: try script(steps))
      #expect(try asker.reply(request).status == status)
    }
  }

  @Test(arguments: Capability.allCases)
  func `plain messages stay well while another capability is broken`(capability: Capability) throws {
    var asker = Asker(script: try script([broken(capability, .server)]))
    #expect(try asker.reply(Requests.messages()).status == (capability == .messages ? 500 : 200))
    #expect(try asker.reply(Requests.messages(stream: true)).status == (capability == .streaming ? 500 : 200))
  }
}
