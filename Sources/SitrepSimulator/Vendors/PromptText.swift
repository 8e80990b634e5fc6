/// What a prompt says, as far as a vendor of short answers needs it.
struct PromptText {
  private(set) var characters = 0
  private(set) var hasImage = false
  /// The beginning up to the last mark.
  private(set) var cache: CacheWish?
  private var texts: [String] = []
  private var image: [UInt8]?

  init(_ body: JSON) {
    read(body["system"])
    for message in body["messages"]?.list ?? [] { read(message["content"]) }
    for content in body["contents"]?.list ?? [] { read(content["parts"]) }
  }

  /// About four characters a token, and a little for the frame around them.
  var tokens: Int { characters / 4 + 7 + (hasImage ? 60 : 0) }

  /// What is asked last.
  var question: String { texts.last ?? "" }

  /// Whether it is a multiplication.
  var asksSum: Bool { product != nil }

  /// A colour, a product, the word that was asked for ("the single word pong"), else a short sentence.
  var answer: [String] {
    if hasImage { return [colour] }
    if let product { return [String(product)] }
    let words = question.split { !$0.isLetter }
    if let at = words.lastIndex(of: "word"), at + 1 < words.count { return [String(words[at + 1])] }
    return ["ok", ",", " this", " answer", " is", " simulated", "."]
  }

  /// The colour among those that the question names which the image's first pixel is nearest to.
  private var colour: String {
    let words = question.lowercased().split { !$0.isLetter }.map(String.init)
    guard let pixel = image.flatMap(PictureReader.firstPixel) else { return "unclear" }
    return PictureReader.nearest(pixel, among: words) ?? "unclear"
  }

  private var product: Int? {
    let words = question.split { $0 == " " || $0 == "?" || $0 == "." }
    guard let times = words.firstIndex(of: "times"), times > 0, times + 1 < words.count,
      let left = Int(words[times - 1]), let right = Int(words[times + 1])
    else { return nil }
    let (product, isTooLarge) = left.multipliedReportingOverflow(by: right)
    return isTooLarge ? nil : product
  }

  private mutating func read(_ content: JSON?) {
    switch content {
    case .text(let text): add(text)
    case .list(let blocks): blocks.forEach { readBlock($0) }
    default: break
    }
  }

  private mutating func readBlock(_ block: JSON) {
    let inline = block["source"]?["data"] ?? block["inlineData"]?["data"]
    let address = block["image_url"]?["url"] ?? block["image_url"]
    if let data = inline?.text ?? address?.text {
      hasImage = true
      image = Base64.decode(data.split(separator: ",").last ?? "")
    } else if block["type"]?.text == "image" {
      hasImage = true
    }
    if let text = block["text"]?.text { add(text) }
    if block["cache_control"] != nil {
      cache = CacheWish(hash: Draw.hash(texts.joined(separator: "\n")), tokens: characters / 4)
    }
  }

  private mutating func add(_ text: String) {
    characters += text.utf8.count
    texts.append(text)
  }
}
