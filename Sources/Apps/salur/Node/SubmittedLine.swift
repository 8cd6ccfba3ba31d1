import Coding
import Engine
import Model
import Presentation

/// One line of a node's standard input: a signed command as hexadecimal digits, as base 64, or as
/// `{"signed": …, "sealed": […]}` where sealed bytes travel with it.
enum SubmittedLine {
  static func read(_ line: [UInt8]) throws(Failure) -> Submission {
    let text = String(decoding: line, as: UTF8.self).filter { !$0.isWhitespace }
    guard text.first == "{" else { return Submission(signed: try bytes(text)) }
    let json: JSON
    do throws(JSONError) {
      json = try JSONReader.read(line)
    } catch {
      throw Failure(NodePhrase.badLine("\(error.line):\(error.column): \(error.phrase.english)"))
    }
    guard case .string(let signed)? = json["signed"] else { throw Failure(NodePhrase.badLine("no 'signed'")) }
    var sealed: [Sealed] = []
    if case .array(let elements)? = json["sealed"] {
      for element in elements {
        guard case .string(let text) = element, let content = Sealed(bytes: try bytes(text)) else {
          throw Failure(NodePhrase.badLine("'sealed'"))
        }
        sealed.append(content)
      }
    }
    return Submission(signed: try bytes(signed), sealed: sealed)
  }

  private static func bytes(_ text: String) throws(Failure) -> [UInt8] {
    if let bytes = try? Hex.decode(text) { return bytes }
    do throws(CodingError) {
      return try Base64.decode(text)
    } catch {
      throw Failure(NodePhrase.badLine(error.description))
    }
  }
}
