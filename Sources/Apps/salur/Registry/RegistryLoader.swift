import Coding
import Documents
import Engine
import Ledger
import Model
import Platform
import Rules
import Signing
import Transparency

/// Brings a generated registry onto a ledger in signed batches: registrations first, then what the registries attest.
struct RegistryLoader {
  let generator: RegistryGenerator
  let identity: MockIdentity
  let familySchema: FactSchema
  let studentSchema: FactSchema
  /// Facts are true from this day.
  let validFrom: CivilDate
  let lanes: PlatformLanes

  static let batch = 1_000

  func registrations(_ families: Range<Int>) -> SealedBatch {
    let sealed = parallel(families) { index in
      let family = generator.family(index).family
      let registration = family.registration { identity.nullifier(of: $0) }
      return [Sealed(salt: identity.salt(of: family.card), content: registration.encoded)]
    }
    return batch(sealed) { .registerBatch(count: $0, root: $1) }
  }

  /// - Parameters:
  ///   - accounts: the account of a family, by its place in the registry.
  ///   - people: the ledger's numbers of its members.
  func familyFacts(
    _ families: Range<Int>, account: @Sendable (Int) -> AccountNumber, people: @Sendable (Int) -> [PersonNumber]
  ) -> SealedBatch {
    let sealed = parallel(families) { index in
      let family = generator.family(index).family
      let members = people(index)
      let record = generator.layout.record(
        of: family, account: account(index), validFrom: validFrom, person: { members[$0] })
      return [Sealed(salt: salt("family-fact", index), content: record.encoded)]
    }
    let name = familySchema.name
    return batch(sealed) { .attestBatch(schema: name, count: $0, root: $1) }
  }

  /// What the schools' register says about the families' pupils, but for those it has not reported yet.
  func studentFacts(
    _ families: Range<Int>, except missing: @Sendable (PersonNumber) -> Bool = { _ in false },
    people: @Sendable (Int) -> [PersonNumber]
  ) -> SealedBatch? {
    let sealed = parallel(families) { index in
      let members = people(index)
      return generator.family(index).students.compactMap { student in
        let person = members[student.member]
        return missing(person) ? nil : studentFact(person, student.values)
      }
    }
    guard !sealed.isEmpty else { return nil }
    let name = studentSchema.name
    return batch(sealed) { .attestBatch(schema: name, count: $0, root: $1) }
  }

  func studentFact(_ person: PersonNumber, _ values: [FactValue]) -> Sealed {
    let record = FactRecord(subject: .person(person), validFrom: validFrom, validUntil: nil, values: values)
    return Sealed(salt: salt("student-fact", Int(person.raw)), content: record.encoded)
  }

  private func batch(_ sealed: [Sealed], _ action: (UInt32, Digest) -> Action) -> SealedBatch {
    SealedBatch(sealed, lanes: lanes, action)
  }

  private func parallel(_ families: Range<Int>, _ make: @Sendable (Int) -> [Sealed]) -> [Sealed] {
    let made = Collected<[Sealed]>(count: families.count)
    lanes.forEachRange(of: families.count, grain: 16) { range in
      for index in range { made[index] = make(families.lowerBound + index) }
    }
    return made.all.flatMap { $0 }
  }

  private func salt(_ purpose: String, _ index: Int) -> Salt {
    Salt(Array(SHA256.acceleratedHash(Array("salur/demo-\(purpose)/\(identity.seed)/\(index)".utf8)).bytes.prefix(16)))!
  }
}
