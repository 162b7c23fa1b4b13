import js from "@eslint/js";
import a11y from "eslint-plugin-jsx-a11y-x";
import hooks from "eslint-plugin-react-hooks";
import globals from "globals";
import ts from "typescript-eslint";

const BOUNDS = {
    complexity: ["error", 12],
    "max-lines": ["error", { max: 400 }],
    "max-lines-per-function": ["error", { max: 40, skipComments: true, skipBlankLines: true }],
    "max-params": ["error", 5],
};

export default ts.config(
    { ignores: ["node_modules", "src/api/schema.d.ts"] },
    js.configs.recommended,
    {
        files: ["src/**/*.{ts,tsx}", "scripts/*.ts", "vite.config.ts"],
        extends: [
            ...ts.configs.strictTypeChecked,
            ...ts.configs.stylisticTypeChecked,
            hooks.configs.flat.recommended,
            a11y.configs.recommended,
        ],
        languageOptions: {
            globals: globals.browser,
            parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
        },
        rules: {
            ...BOUNDS,
            // What is scrolled can be scrolled by the keyboard, too.
            "jsx-a11y-x/no-noninteractive-tabindex": [
                "error",
                { tags: [], roles: ["tabpanel", "region"] },
            ],
            eqeqeq: ["error", "always"],
            "@typescript-eslint/consistent-type-definitions": ["error", "interface"],
            "@typescript-eslint/no-confusing-void-expression": [
                "error",
                { ignoreArrowShorthand: true },
            ],
            "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
        },
    },
    {
        files: ["src/**/*.test.{ts,tsx}"],
        rules: { "max-lines-per-function": "off" },
    },
    { files: ["scripts/**", "*.js"], languageOptions: { globals: globals.node } },
);
