import Foundation
import Testing

@Suite("The read model from the command line")
struct ViewsCommandTests {
  @Test("is made again, and tells how far it has come")
  func rebuild() throws {
    let network = try Network()
    #expect(try Salur.run("views", "status", "--data", network.data).status == 1, "there is none yet")
    let rebuilt = try Salur.run("views", "rebuild", "--data", network.data, "--json")
    #expect(rebuilt.status == 0, "\(rebuilt.errors)")
    let status = try Salur.run("views", "status", "--data", network.data, "--json")
    #expect(status.status == 0, "\(status.errors)")
    let object = try #require(try JSONSerialization.jsonObject(with: Data(status.output.utf8)) as? [String: Any])
    #expect(object["height"] as? Int == 0)
    #expect(object["entries"] as? Int == 2)
    #expect(object["missing"] as? Int == 0)
  }
}
