import fc from "fast-check";
import { isDeepStrictEqual } from "node:util";
import { readdirSync, readFileSync } from "node:fs";
import { editPolicy } from "/work/policy/packages/policy/src/document/edit-policy.ts";
import { readPolicy } from "/work/policy/packages/policy/src/document/read-policy.ts";
import { documentModel } from "/work/policy/packages/policy/src/document/testing/document-model.ts";
import { writeDocument } from "/work/policy/packages/policy/src/document/testing/write-document.ts";
const dir="/work/policy/packages/policy/fixtures/documents/valid/";
const fixtures=readdirSync(dir).map(n=>readFileSync(dir+n,"utf8"));
const pieces=[" ","\n","  "," # x\n","\n# y\n","\n  # z\n",",","\n\n","\t","\r\n","- ","? ",": ","[","]","{","}","'","\"","|\n","\n   ","~","null"];
let seed=Number(process.argv[2]??1);const rnd=(n:number)=>{seed=(Math.imul(seed,1103515245)+12345)>>>0;return (seed>>>8)%n};
const models=fc.sample(fc.tuple(documentModel,fc.array(fc.nat(1000),{minLength:40,maxLength:120})),{numRuns:3000,seed});
const texts=[...models.map(([m,t])=>writeDocument(m,t)),...fixtures,...fixtures,...fixtures,...fixtures];
let tried=0,bad=0;
const end=Date.now()+Number(process.argv[3]??60)*1000;
while(Date.now()<end&&bad<6){
  let t=texts[rnd(texts.length)]??"";
  const k=1+rnd(3);for(let i=0;i<k;i++){const at=rnd(t.length+1);const del=rnd(3)===0?rnd(4):0;t=t.slice(0,at)+pieces[rnd(pieces.length)]+t.slice(at+del)}
  const r=readPolicy(t); if(r.kind!=="valid")continue;
  const p=r.policy;
  const check=(edits:any,want:any,pick:(p:any)=>any)=>{tried++;let out="";try{out=editPolicy(t,edits)}catch(e){bad++;console.log("THROW",e,JSON.stringify(t));return}
    const x=readPolicy(out); if(x.kind!=="valid"||!isDeepStrictEqual(pick(x.policy),want)){bad++;console.log("=== BAD",JSON.stringify(edits),"\n"+t+"\n--->\n"+out,x.kind==="invalid"?JSON.stringify(x.errors.slice(0,2)):"")}};
  const added={target:{kind:"host",host:"new.example.com"},ports:[1],methods:[],allow_private:false,transport:{}};
  const addEdit={kind:"add_egress",rule:{domain:"new.example.com",ports:[1]}};
  check([addEdit],{...p,egress:[...p.egress,added]},x=>x);
  if(p.egress.length){const i=rnd(p.egress.length);const rule=p.egress[i]!;
    check([{kind:"remove_egress",index:i}],{...p,egress:p.egress.toSpliced(i,1)},x=>x);
    check([{kind:"remove_egress",index:i},addEdit],{...p,egress:[...p.egress.toSpliced(i,1),added]},x=>x);
    check([{kind:"add_to_egress",index:i,ports:[7777],methods:["TRACE"]}],{...p,egress:p.egress.with(i,{...rule,ports:[...rule.ports,7777].sort((a,b)=>a-b),methods:rule.methods.length?[...rule.methods,"TRACE"].sort():[]})},x=>x);
    check([{kind:"set_egress_lists",index:i,ports:[7777],methods:["TRACE"]}],{...p,egress:p.egress.with(i,{...rule,ports:[7777],methods:["TRACE"]})},x=>x);
  }
  if(p.mcp_servers.length){const i=rnd(p.mcp_servers.length);const s=p.mcp_servers[i]!;
    check([{kind:"add_allowed_tool",server:i,tool:"zz on"}],{...p,mcp_servers:p.mcp_servers.with(i,{...s,allowed_tools:[...s.allowed_tools,"zz on"].sort()})},x=>x);
    check(s.allowed_tools.map(tool=>({kind:"remove_allowed_tool",server:i,tool})),{...p,mcp_servers:p.mcp_servers.with(i,{...s,allowed_tools:[]})},x=>x);
    check([...s.denied_tools.map(tool=>({kind:"remove_denied_tool",server:i,tool})),{kind:"add_credential",credential:{id:"n",type:"file",path:"/p"}}],{...p,credentials:[...p.credentials,{id:"n",type:"file",fields:{path:"/p"}}],mcp_servers:p.mcp_servers.with(i,{...s,denied_tools:[]})},x=>x);
  }
}
console.log({tried,bad});
