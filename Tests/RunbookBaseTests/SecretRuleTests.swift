import RunbookBase
import Testing

@Suite("Which secrets can be hidden") struct SecretRuleTests {
  @Test(
    "a value that would tear ordinary output apart is refused with the rule it breaks, never with the value",
    arguments: [
      ("abc", "has fewer than 8 bytes"), ("s3cr3t!", "has fewer than 8 bytes"), ("  s3cr3t!\n", "has fewer than 8 bytes"),
      ("", "has fewer than 8 bytes"), ("--------", "has fewer than 4 different characters"), ("Password", "is a word of ordinary output"),
      ("postgres", "is a word of ordinary output"), ("s3cr3t!!", nil), ("zwölfé", nil), ("correct horse", nil),
    ])
  func rule(value: String, objection: String?) {
    #expect(SecretRule.objection(to: value) == objection)
  }
}
