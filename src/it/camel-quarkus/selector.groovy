/*
 * Leaves the example out, by name, on a machine that cannot get what Quarkus is made of. Anything else that is wrong with it
 * shall fail: so only the artifacts are asked for here, and not the project built.
 */
def maven = System.getProperty('maven.home') + File.separator + 'bin' + File.separator + 'mvn'
def settings = new File(basedir.parentFile, 'interpolated-settings.xml')
def command = [maven, '-B', '-ntp', '-q', '-s', settings.path, "-Dmaven.repo.local=${localRepositoryPath}".toString(),
        '-f', new File(basedir, 'pom.xml').path, 'quarkus:go-offline']
def log = new File(basedir, 'selector.log')
def process = new ProcessBuilder(command.collect { it.toString() }).redirectErrorStream(true).redirectOutput(log).start()
def resolved = process.waitFor() == 0
def missing = log.text =~ /Could not (?:find artifact|transfer artifact|resolve)[^\n]*/
if (!resolved && missing.find()) {
    println "SKIPPED: camel-quarkus, for its artifacts are not to be had here: ${missing.group()}"
    return false
}
return true
