import Coding
import Signing

/// Why bytes are not a signed note or checkpoint, or why one is not believed.
public enum NoteError: Error, Equatable, Sendable {
  // Form
  case tooLong(limit: Int)
  case notUTF8
  case controlCharacter(offset: Int)
  case noSignatures
  case tooManySignatures(limit: Int)
  /// Lines are counted from 1 through the whole note.
  case malformedSignature(line: Int)
  case malformedKey
  case malformedName
  case wrongKeyID
  case malformedCheckpoint(line: Int)
  /// Of a request for a cosignature.
  case malformedRequest(line: Int)
  // Trust
  case duplicateKey(Text)
  case wrongKind(Text)
  case impossibleQuorum(needed: Int, witnesses: Int)
  case wrongOrigin(expected: Text, found: Text)
  case wrongSignature(Text)
  case notSigned
  case notSignedByLog(Text)
  case tooFewWitnesses(needed: Int, found: Int)
}

extension NoteError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .tooLong(let limit): "the note has more than \(limit) bytes"
    case .notUTF8: "the note is not valid UTF-8"
    case .controlCharacter(let offset): "the note has a control character at byte \(offset)"
    case .noSignatures: "the note has no blank line followed by signatures"
    case .tooManySignatures(let limit): "the note has more than \(limit) signatures"
    case .malformedSignature(let line): "line \(line) of the note is not of the form \"— name base64\""
    case .malformedKey: "the verifier key is not of the form \"name+id+base64\", or of an unknown kind"
    case .malformedName: "a key's name must not be empty or contain spaces, control characters or plus signs"
    case .wrongKeyID: "the id in the verifier key does not fit its name and key: look for a typing error"
    case .malformedCheckpoint(let line): "line \(line) is not what a checkpoint has there"
    case .malformedRequest(let line):
      "line \(line) is not what a request for a cosignature has there: \"old SIZE\", hashes in base 64, an empty line"
    case .duplicateKey(let name): "the key of \(name.description) is listed twice"
    case .wrongKind(let name):
      "the key of \(name.description) is of the wrong kind: a log signs with kind 1, a witness with kind 4"
    case .impossibleQuorum(let needed, let witnesses): "\(needed) of \(witnesses) witnesses cannot be had"
    case .wrongOrigin(let expected, let found):
      "the checkpoint is of the log \(found.description), not of \(expected.description)"
    case .wrongSignature(let name): "the signature of \(name.description) does not fit: the note was altered or forged"
    case .notSigned: "no signature is of a known key"
    case .notSignedByLog(let name): "the checkpoint is not signed by its log, \(name.description)"
    case .tooFewWitnesses(let needed, let found): "\(found) of the \(needed) witnesses needed have cosigned"
    }
  }
}
