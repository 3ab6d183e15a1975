// Does with files what Karavan's designer does when it opens and saves them, by Karavan's own code, and tells what came out.
// node karavan.mjs COMPONENTS.json KAMELETS_FOLDER ROUTE...   prints JSON
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CamelDefinitionYaml } from 'karavan-core/src/core/api/CamelDefinitionYaml';
import { CamelUtil } from 'karavan-core/src/core/api/CamelUtil';
import { ComponentApi } from 'karavan-core/src/core/api/ComponentApi';
import { KameletApi } from 'karavan-core/src/core/api/KameletApi';

const [components, kamelets, ...routes] = process.argv.slice(2);
ComponentApi.saveComponents(JSON.parse(readFileSync(components, 'utf8')).map((c: unknown) => JSON.stringify(c)), true);
KameletApi.saveKamelets(readdirSync(kamelets).filter(f => f.endsWith('yaml')).map(f => readFileSync(join(kamelets, f), 'utf8')), true);

function saved(name: string, text: string): string {
    const kind = CamelDefinitionYaml.yamlIsIntegration(text);
    if (kind === 'none') {
        throw new Error('is nothing that Karavan opens');
    }
    return CamelDefinitionYaml.integrationToYaml(CamelUtil.cloneIntegration(CamelDefinitionYaml.yamlToIntegration(name, text)));
}

console.log(JSON.stringify({
    components: ComponentApi.getComponents().map(c => ({
        name: c.component.name,
        source: ComponentApi.getComponentProperties(c.component.name, 'consumer').map(p => p.name),
        step: ComponentApi.getComponentProperties(c.component.name, 'producer').map(p => p.name),
    })),
    kamelets: KameletApi.getKamelets().map(k => ({
        name: k.metadata.name,
        title: k.title(),
        type: k.type(),
        icon: k.icon(),
        version: k.version(),
        properties: KameletApi.getKameletProperties(k.metadata.name).map(p => p.id),
    })),
    routes: routes.map(file => {
        try {
            return { file, text: saved(file.replace(/.*\//, ''), readFileSync(file, 'utf8')) };
        } catch (e) {
            return { file, failed: String(e) };
        }
    }),
}));
