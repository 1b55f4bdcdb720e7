import SourceText
import Testing

@Test(arguments: ["", "\n", "a", "a\n", "a\r\nb", "\n\n\n", "ä\né\r\n\nz"])
func findsLinesAndColumnsOfEveryByte(text: String) {
  let bytes = Array(text.utf8)
  let table = LineTable(bytes)
  var line = 1
  var column = 1
  for offset in 0...bytes.count {
    #expect(table.line(at: offset) == line)
    #expect(table.column(at: offset) == column)
    #expect(table.startOfLine(at: offset) == offset - column + 1)
    if offset < bytes.count, bytes[offset] == UInt8(ascii: "\n") {
      line += 1
      column = 1
    } else {
      column += 1
    }
  }
}

@Test func linesTogetherAreTheText() {
  let bytes = Array("one\r\ntwo\n\nfour".utf8)
  let table = LineTable(bytes)
  let lines = table.lineStarts.indices.map { Array(bytes[table.range(ofLine: $0 + 1).indices]) }
  #expect(lines.map { String(decoding: $0, as: UTF8.self) } == ["one\r\n", "two\n", "\n", "four"])
}

@Test func countsColumnsInScalarsForPeople() {
  let bytes = Array("x\nä🎉b".utf8)
  let table = LineTable(bytes)
  #expect(table.scalarColumn(at: 2, in: bytes) == 1)
  #expect(table.scalarColumn(at: 4, in: bytes) == 2)
  #expect(table.scalarColumn(at: 8, in: bytes) == 3)
  #expect(table.scalarColumn(at: 9, in: bytes) == 4)
}

@Test func answersForPlacesOutsideTheText() {
  let bytes = Array("a\nb".utf8)
  let table = LineTable(bytes)
  #expect(table.line(at: -5) == 1)
  #expect(table.column(at: -5) == 1)
  #expect(table.line(at: 99) == 2)
  #expect(table.scalarColumn(at: 99, in: bytes) == 2)
  #expect(table.range(ofLine: 0) == ByteRange(at: 0))
  #expect(table.range(ofLine: 9) == ByteRange(at: 3))
  let file = SourceFile(path: "p", bytes: bytes)
  #expect(file.text(ByteRange(2, 50)) == "b")
  #expect(file[ByteRange(-3, 1)].count == 1)
}
