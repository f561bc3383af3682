import Operations
import Runbooks

extension PrintFlow {
  /// The environment after a failover: the DR region's server, application and bucket in the places of the lost region's (§5.5).
  var away: PrintFlow {
    let variables = environment.merging(standIn.environment) { $1 }
    return PrintFlow(
      name: name, summary: summary, postgres: standIn.cluster.server, cluster: standIn.cluster,
      live: Database(live.name, on: standIn.cluster.server), admin: Database(admin.name, on: standIn.cluster.server),
      scratch: Database(scratch.name, on: standIn.cluster.server), pgBackRest: standIn.pgBackRest, files: replica, replica: files,
      s3: ObjectStore(environment: standIn.environment), paths: paths, app: standIn.app, website: standIn.website, furtherHosts: [],
      printQueue: standIn.printQueue,
      chat: chat, statusPage: statusPage, names: names, standIn: standIn, drills: drills, environment: variables, contacts: contacts,
      allowsAnswerFiles: allowsAnswerFiles, signOff: signOff)
  }
}
