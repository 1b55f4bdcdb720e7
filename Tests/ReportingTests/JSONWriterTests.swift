import Foundation
import Reporting
import Testing

@Test func keepsMembersInTheirOrder() {
  let value: JSONValue = ["z": 1, "a": [true, false, .null], "empty": [], "none": [:], "text": "x"]
  #expect(
    JSONWriter(.compact).text(of: value)
      == #"{"z":1,"a":[true,false,null],"empty":[],"none":{},"text":"x"}"#)
  #expect(
    JSONWriter().text(of: value) == """
      {
        "z": 1,
        "a": [
          true,
          false,
          null
        ],
        "empty": [],
        "none": {},
        "text": "x"
      }

      """)
}

@Test func writesOptionalAndManyStrings() {
  #expect(
    JSONWriter(.compact).text(of: [.optional(nil), .optional("a"), .strings(["b", "c"])]) == #"[null,"a",["b","c"]]"#)
}

@Test func escapesWhatJSONAndTerminalsCannotTake() throws {
  let every =
    String(String.UnicodeScalarView((0...0x2FF).compactMap(Unicode.Scalar.init))) + "\u{2028}\u{2029}\u{FFFF}🎉"
  let text = JSONWriter(.compact).text(of: [.string(every)])
  #expect(text.unicodeScalars.allSatisfy { $0.value >= 0x20 && !(0x7F...0x9F).contains($0.value) })
  #expect(try JSONDecoder().decode([String].self, from: Data(text.utf8)) == [every])
  #expect(JSONWriter(.compact).text(of: "a\"\\\n\u{1}\u{7F}é") == #""a\"\\\n\u0001\u007fé""#)
}

@Test func isReadBackByAnIndependentParser() throws {
  let value: JSONValue = ["k\n": [["n": -5], ["n": .integer(.max)], "\u{0}"]]
  for layout in [JSONWriter.Layout.pretty, .compact] {
    let object = try JSONSerialization.jsonObject(with: Data(JSONWriter(layout).bytes(of: value)))
    let list = try #require((object as? [String: [Any]])?["k\n"])
    #expect((list[0] as? [String: Int]) == ["n": -5])
    #expect((list[1] as? [String: Int]) == ["n": .max])
    #expect(list[2] as? String == "\u{0}")
  }
}

@Test func writesTenThousandLevels() {
  var value = JSONValue.integer(1)
  for _ in 0..<10_000 { value = .array([value]) }
  let text = JSONWriter(.compact).text(of: value)
  #expect(text == String(repeating: "[", count: 10_000) + "1" + String(repeating: "]", count: 10_000))
}
