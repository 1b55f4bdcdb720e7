import Foundation
import Reporting
import Testing

private func value(_ text: String) throws -> JSONValue { try JSONReader.value(of: Array(text.utf8)) }

@Test func readsWhatTheWriterWrites() throws {
  let value: JSONValue = [
    "a": [1, -2, true, false, .null], "b": ["c": "\"\\\n\t\u{1}é😀\u{2028}"], "": [], "d": [:],
  ]
  #expect(try JSONReader.value(of: JSONWriter(.compact).bytes(of: value)) == value)
  #expect(try JSONReader.value(of: JSONWriter().bytes(of: value)) == value)
}

@Test func readsEscapesAsFoundationDoes() throws {
  for text in [#"["\u00e9\ud83d\ude00\/\b\f\n\r\t\"\\"]"#, #"[ "a" , "b\u0000" ]"#] {
    let expected = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String]
    #expect(try value(text).texts == expected)
  }
  #expect(try value(#""\ud83dx""#).text == "\u{FFFD}x")
}

@Test func numbersThatAreNotWholeAreNull() throws {
  #expect(try value("[1.5, 1e3, 99999999999999999999, 7]") == [.null, .null, .null, 7])
}

@Test(arguments: ["", "{", "[1,]", "{\"a\" 1}", "{a: 1}", "\"\n\"", "\"", "nul", "1 2", "\"\\x\"", "\"\\u12\"", "}"])
func whatIsNoJSONIsRefused(_ text: String) {
  #expect(throws: JSONReader.Mistake.self) { try value(text) }
}

@Test func deepNestingIsRefused() {
  #expect(throws: JSONReader.Mistake.self) { try value(String(repeating: "[", count: 10_000)) }
  #expect(throws: JSONReader.Mistake.self) { try value(String(repeating: "{\"a\":", count: 10_000)) }
}
