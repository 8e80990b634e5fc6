import SitrepHTTP
import Testing

@Suite struct HTTPHeadersTests {
  @Test func `names are found without regard to case, and order is kept`() {
    var headers: HTTPHeaders = ["B": "1", "A": "2", "b": "3"]
    #expect(headers["b"] == "1")
    #expect(headers.values("B") == ["1", "3"])
    #expect(headers["c"] == nil)
    #expect(headers.fields.map(\.name) == ["B", "A", "b"])
    headers["b"] = "4"
    #expect(headers.fields.map(\.value) == ["2", "4"])
    headers["a"] = nil
    headers.add("B", "5")
    #expect(headers.values("b") == ["4", "5"])
  }

  @Test func `only ASCII letters are folded`() {
    #expect(!HTTPHeaders.same("a[", "a{"))
    #expect(!HTTPHeaders.same("Ä", "ä"))
    #expect(HTTPHeaders.same("X-Request-ID", "x-request-id"))
  }
}
