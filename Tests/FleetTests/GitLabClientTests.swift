import Foundation
import Synchronization
import TestSupport
import Testing

@testable import GitLabAPI

/// Gives prepared answers and notes how long it was waited.
private final class Prepared: GitLabClient {
  let server = "https://gitlab.example.com"
  private let answers: Mutex<[Result<GitLabResponse, GitLabFailure>]>
  let waits = Mutex<[Int]>([])

  init(_ answers: [Result<GitLabResponse, GitLabFailure>]) { self.answers = Mutex(answers) }

  func send(_ request: GitLabRequest) throws(GitLabFailure) -> GitLabResponse {
    let next = answers.withLock { $0.count > 1 ? $0.removeFirst() : $0[0] }
    return try next.get()
  }

  var patient: RetryingClient { RetryingClient(self) { seconds in self.waits.withLock { $0.append(seconds) } } }
}

private func answer(_ status: Int, _ headers: [String: String] = [:]) -> Result<GitLabResponse, GitLabFailure> {
  .success(GitLabResponse(status: status, headers: headers, body: []))
}

@Test func waitsAsLongAsTheServerAsks() throws {
  let client = Prepared([answer(429, ["retry-after": "17"]), answer(200)])
  #expect(try client.patient.send(GitLabRequest("GET", "x")).status == 200)
  #expect(client.waits.withLock { $0 } == [17])
}

@Test func waitsLongerEachTimeAndGivesUp() {
  let client = Prepared([answer(502)])
  #expect { try client.patient.send(GitLabRequest("GET", "x")) } throws: { error in
    (error as? GitLabFailure)?.message
      == "https://gitlab.example.com answered with status 502, 7 times; run again later"
  }
  #expect(client.waits.withLock { $0 } == [1, 2, 4, 8, 16, 32])
}

@Test func doesNotWaitForHours() {
  let client = Prepared([answer(429, ["retry-after": "7200"])])
  #expect(throws: GitLabFailure.self) { try client.patient.send(GitLabRequest("GET", "x")) }
  #expect(client.waits.withLock { $0 } == [])
}

@Test func triesAgainOnlyWhatMayPass() {
  let broken = Prepared([.failure(GitLabFailure("no name", isTransient: true)), answer(200)])
  #expect(throws: Never.self) { try broken.patient.send(GitLabRequest("GET", "x")) }
  let wrong = Prepared([.failure(GitLabFailure("bad certificate")), answer(200)])
  #expect(throws: GitLabFailure.self) { try wrong.patient.send(GitLabRequest("GET", "x")) }
}

/// A socket to which one may connect, and that never answers.
@Test func aServerThatDoesNotAnswerIsAskedAgain() throws {
  let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
  defer { close(listener) }
  let port = try LocalPort.bind(listener)
  try #require(listen(listener, 5) == 0)
  var client = CurlClient(
    server: "http://127.0.0.1:\(port)", token: nil, certificates: nil, environment: ["PATH": Command.path])
  client.patience = 1
  #expect { try client.send(GitLabRequest("GET", "x")) } throws: { ($0 as? GitLabFailure)?.isTransient == true }
}

@Test func theNextPageStaysOnTheServer() {
  let link =
    "<https://evil.example/x?page=1&per_page=100>; rel=\"first\", <https://evil.example/y?page=3&id_after=a%2Fb>; rel=\"next\""
  #expect(GitLab.nextQuery(in: ["link": link]) == ["page": "3", "id_after": "a/b"])
  #expect(GitLab.nextQuery(in: ["link": "<https://x/y?page=1>; rel=\"first\""]) == nil)
}

@Test func readsWhatCurlPrints() {
  let text =
    "HTTP/1.1 103 Early Hints\r\nLink: <x>\r\n\r\nHTTP/1.1 201 Created\r\nX-Next-Page: 2\r\nA:b:c\r\n\r\nbody\r\n\r\nrest"
  let response = CurlClient.response(in: Array(text.utf8))
  #expect(response?.status == 201)
  #expect(response?.headers == ["x-next-page": "2", "a": "b:c"])
  #expect(response?.body == Array("body\r\n\r\nrest".utf8))
  #expect(CurlClient.response(in: Array("nonsense".utf8)) == nil)
}
